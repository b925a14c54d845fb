-- Which steps did each run of SWE-agent take, and what did it use? One trajectory a document; it says what the whole run used, and of each step what it did.
WITH line AS (
  SELECT
    filename,
    row_number() OVER () AS line_number,
    json AS line,
    json_type(json, '$.trajectory') = 'ARRAY' AND json_type(json, '$.info') = 'OBJECT' AS is_run
  FROM read_ndjson_objects($files, ignore_errors = true, maximum_object_size = $maximum_object_size, filename = true)
),
run AS (
  SELECT
    *,
    -- A trajectory has no id of its own: equal ones are copies.
    'run-' || left(md5(line), 16) AS trace_id,
    json_extract(line, '$.info.model_stats') AS usage,
    coalesce(
      json_field(line ->> '$.replay_config', '$.agent.model.name'), json_field(line -> '$.replay_config', '$.agent.model.name'),
      line ->> '$.info.model_name', line ->> '$.info.args.agent.model.model_name') AS model,
    json_extract(line, '$.trajectory[*]') AS steps
  FROM line
),
step AS (
  SELECT *, unnest(steps) AS step, generate_subscripts(steps, 1) AS place
  FROM run
  WHERE is_run
),
told AS (
  SELECT
    filename, line_number, 0 AS place, CASE WHEN is_run THEN 'span' END AS record_type,
    trace_id, 'run' AS span_id, coalesce(line ->> '$.environment', 'run') AS name, 'agent' AS kind,
    usage, model,
    CASE WHEN regexp_matches(line ->> '$.info.exit_status', 'error|fail') THEN 'error' WHEN is_run THEN 'ok' END AS status,
    json_object_of(['exit_status', 'api_calls', 'environment'], [line -> '$.info.exit_status', usage -> '$.api_calls', line -> '$.environment']) AS attributes
  FROM run
  UNION ALL BY NAME
  SELECT
    filename, line_number, place, 'span' AS record_type,
    trace_id, 'step ' || place AS span_id, 'run' AS parent_span_id, regexp_extract(step ->> '$.action', '^\s*(\S+)', 1) AS name, 'tool' AS kind,
    measure(step ->> '$.execution_time') * 1000 AS latency_ms,
    place AS step,
    step ->> '$.action' AS action,
    step ->> '$.observation' AS tool_output
  FROM step
  WHERE trim(step ->> '$.action') <> ''
)
SELECT
  filename, record_type,
  place = 0 AS is_first,
  CASE WHEN record_type = 'span' THEN trace_id || '|' || span_id END AS call_id,
  trace_id, span_id, parent_span_id, name, kind, latency_ms,
  CASE WHEN contains(model, '/') THEN split_part(model, '/', 1) END AS provider,
  regexp_replace(model, '^[^/]*/', '') AS model,
  -- Replays write 0 for what they did not use.
  nullif(token_count(usage ->> '$.tokens_sent'), 0) AS input_tokens,
  nullif(token_count(usage ->> '$.tokens_received'), 0) AS output_tokens,
  nullif(money(coalesce(usage ->> '$.instance_cost', usage ->> '$.total_cost')), 0) AS reported_cost_usd,
  status,
  CASE WHEN kind = 'tool' THEN name END AS tool_name,
  CASE WHEN action IS NOT NULL THEN canonical_json(json_object('action', action)::VARCHAR) END AS arguments,
  output_digest(tool_output) AS output_digest,
  CASE WHEN tool_output IS NOT NULL THEN output_sketch(tool_output) END AS output_sketch,
  step,
  nullif(attributes, '{}') AS attributes
FROM told
