-- Which calls did the agent and the simulated user of each tau2 simulation make? One document of all simulations; two models in one trace.
WITH line AS (
  SELECT
    filename,
    row_number() OVER () AS line_number,
    json AS line,
    json_type(json, '$.simulations') = 'ARRAY' AND json_type(json, '$.info') = 'OBJECT' AS is_results,
    json_array_length(json, '$.simulations') > 0 AS has_simulations
  FROM read_ndjson_objects($files, ignore_errors = true, maximum_object_size = $maximum_object_size, filename = true)
),
simulation AS (
  SELECT
    *,
    unnest(CASE WHEN is_results AND has_simulations THEN json_extract(line, '$.simulations[*]') ELSE [NULL] END) AS simulation,
    generate_subscripts(CASE WHEN is_results AND has_simulations THEN json_extract(line, '$.simulations[*]') ELSE [NULL] END, 1) AS simulation_place
  FROM line
),
named AS (
  SELECT
    * EXCLUDE (line),
    line ->> '$.info.agent_info.llm' AS agent_model,
    line ->> '$.info.user_info.llm' AS user_model,
    line ->> '$.info.environment_info.domain_name' AS domain,
    coalesce(simulation ->> '$.id', md5(simulation)) AS trace_id,
    json_extract(simulation, '$.messages[*]') AS messages
  FROM simulation
),
message AS (
  SELECT *, unnest(messages) AS message, generate_subscripts(messages, 1) AS place
  FROM named
),
spoken AS (
  SELECT
    *,
    message ->> '$.role' AS speaker,
    -- A reply is begun when what it answers is there.
    CASE WHEN place > 1 THEN messages[place - 1] ->> '$.timestamp' END AS asked_at,
    CASE WHEN json_type(message, '$.usage') = 'OBJECT' THEN message -> '$.usage' ELSE message -> '$.raw_data.usage' END AS usage
  FROM message
),
tool_call AS (
  SELECT *, unnest(json_extract(message, '$.tool_calls[*]')) AS tool_call, generate_subscripts(json_extract(message, '$.tool_calls[*]'), 1) AS call_place
  FROM spoken
),
answered AS (
  SELECT *, [answer FOR answer IN messages IF (answer ->> '$.role') = 'tool' AND (answer ->> '$.id') = (tool_call ->> '$.id')][1] AS answer
  FROM tool_call
),
told AS (
  SELECT
    filename, line_number, simulation_place, 0 AS place, 0 AS call_place,
    CASE WHEN simulation IS NOT NULL THEN 'span' WHEN is_results THEN 'results without simulations' END AS record_type,
    trace_id, 'simulation' AS span_id, 'agent' AS kind, coalesce(domain, 'simulation') AS name,
    simulation ->> '$.start_time' AS logged_start, simulation ->> '$.end_time' AS logged_end,
    measure(simulation ->> '$.duration') * 1000 AS latency_ms,
    domain AS feature,
    known_sum(money(simulation ->> '$.agent_cost'), money(simulation ->> '$.user_cost')) AS reported_cost_usd,
    json_object_of(
      ['task_id', 'trial', 'reward', 'termination_reason'],
      [simulation -> '$.task_id', simulation -> '$.trial', simulation -> '$.reward_info.reward', simulation -> '$.termination_reason']) AS attributes
  FROM named
  UNION ALL BY NAME
  SELECT
    filename, line_number, simulation_place, place, 0 AS call_place, 'span' AS record_type,
    trace_id, 'message ' || place AS span_id, 'simulation' AS parent_span_id, 'llm' AS kind, speaker AS name,
    coalesce(asked_at, message ->> '$.timestamp') AS logged_start, CASE WHEN asked_at IS NOT NULL THEN message ->> '$.timestamp' END AS logged_end,
    CASE speaker WHEN 'user' THEN user_model ELSE agent_model END AS model,
    speaker AS agent, domain AS feature, usage,
    money(message ->> '$.cost') AS reported_cost_usd
  FROM spoken
  WHERE speaker IN ('assistant', 'user') AND (json_type(usage) = 'OBJECT' OR money(message ->> '$.cost') > 0)
  UNION ALL BY NAME
  SELECT
    filename, line_number, simulation_place, place, call_place, 'span' AS record_type,
    trace_id, coalesce(tool_call ->> '$.id', place || '.' || call_place) AS span_id, 'simulation' AS parent_span_id, 'tool' AS kind, tool_call ->> '$.name' AS name,
    message ->> '$.timestamp' AS logged_start, answer ->> '$.timestamp' AS logged_end,
    speaker AS agent, domain AS feature,
    tool_call ->> '$.name' AS tool_name,
    canonical_json((tool_call -> '$.arguments')::VARCHAR) AS arguments,
    answer ->> '$.content' AS tool_output,
    TRY_CAST(answer ->> '$.error' AS BOOLEAN) AS is_error
  FROM answered
)
SELECT
  filename, record_type,
  row_number() OVER (PARTITION BY line_number ORDER BY simulation_place, place, call_place) = 1 AS is_first,
  CASE WHEN record_type = 'span' THEN trace_id || '|' || span_id END AS call_id,
  trace_id, span_id, parent_span_id, name, kind,
  instant(logged_start) AS started_at,
  instant(logged_end) AS ended_at,
  is_naive(logged_start) AS is_naive_time,
  latency_ms,
  CASE WHEN contains(model, '/') THEN split_part(model, '/', 1) END AS provider,
  regexp_replace(model, '^[^/]*/', '') AS model,
  token_count(coalesce(usage ->> '$.prompt_tokens', usage ->> '$.input_tokens')) AS input_tokens,
  token_count(usage ->> '$.prompt_tokens_details.cached_tokens') AS cache_read_tokens,
  token_count(coalesce(usage ->> '$.completion_tokens', usage ->> '$.output_tokens')) AS output_tokens,
  token_count(usage ->> '$.completion_tokens_details.reasoning_tokens') AS reasoning_tokens,
  'inclusive' AS input_convention,
  reported_cost_usd,
  CASE WHEN is_error THEN 'error' WHEN record_type = 'span' THEN 'ok' END AS status,
  agent, feature, tool_name, arguments,
  output_digest(tool_output) AS output_digest,
  CASE WHEN tool_output IS NOT NULL THEN output_sketch(tool_output) END AS output_sketch,
  is_error,
  nullif(attributes, '{}') AS attributes
FROM told
