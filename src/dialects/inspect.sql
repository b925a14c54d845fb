-- Which calls did each sample of an evaluation by Inspect make? One document with all samples, or the members of an .eval archive: a header, samples, summaries.
WITH RECURSIVE line AS (
  SELECT
    filename,
    row_number() OVER () AS line_number,
    json AS line,
    json_type(json, '$.eval') = 'OBJECT' AS is_log,
    json_type(json, '$.epoch') IN ('UBIGINT', 'BIGINT') AND json_exists(json, '$.input') AND json_exists(json, '$.target') AS is_sample,
    json_type(json, '$.scorer') = 'VARCHAR' AND json_type(json, '$.samples') = 'ARRAY' AS is_reduction,
    -- In an archive the header stands beside the samples.
    max(json ->> '$.eval.task') OVER (PARTITION BY filename) AS task,
    max(coalesce(json ->> '$.eval.eval_id', json ->> '$.eval.run_id', json ->> '$.eval.created')) OVER (PARTITION BY filename) AS eval_id
  FROM read_ndjson_objects($files, ignore_errors = true, maximum_object_size = $maximum_object_size, filename = true)
),
typed AS (
  SELECT
    *,
    CASE
      WHEN is_log AND json_array_length(line, '$.samples') > 0 THEN 'span'
      WHEN is_log THEN 'header'
      WHEN is_sample AND (json_type(line, '$.events') = 'ARRAY' OR json_type(line, '$.messages') = 'ARRAY') THEN 'span'
      WHEN is_sample THEN 'summary'
      WHEN is_reduction THEN 'reduction'
    END AS own_type,
    CASE WHEN is_log AND json_array_length(line, '$.samples') > 0 THEN json_extract(line, '$.samples[*]') ELSE [line] END AS samples
  FROM line
),
sample AS (
  SELECT
    filename, line_number, own_type, task, eval_id,
    unnest(samples) AS sample,
    generate_subscripts(samples, 1) AS sample_place
  FROM typed
),
named AS (
  SELECT
    *,
    coalesce(sample ->> '$.uuid', concat_ws('/', eval_id, sample ->> '$.id', sample ->> '$.epoch')) AS trace_id,
    [entry FOR entry IN json_extract(sample, '$.events[*]') IF json_type(entry, '$.event') = 'VARCHAR'] AS events
  FROM sample
),
-- What a tool or a subtask did stands within its event in the logs of 2024, and between the begin and the end of a span in later ones.
event AS (
  SELECT
    filename, line_number, sample_place, trace_id, task,
    NULL::VARCHAR AS within,
    unnest(events) AS event,
    lpad(generate_subscripts(events, 1)::VARCHAR, 6, '0') AS event_place
  FROM named
  WHERE own_type = 'span'
  UNION ALL
  SELECT
    filename, line_number, sample_place, trace_id, task,
    coalesce(event ->> '$.uuid', event_place) AS within,
    unnest(json_extract(event, '$.events[*]')) AS event,
    event_place || '.' || lpad(generate_subscripts(json_extract(event, '$.events[*]'), 1)::VARCHAR, 6, '0') AS event_place
  FROM event
  WHERE json_type(event, '$.events') = 'ARRAY'
),
ended AS (
  SELECT
    *,
    event ->> '$.event' AS event_type,
    max(CASE WHEN (event ->> '$.event') = 'span_end' THEN instant(event ->> '$.timestamp') END) OVER (PARTITION BY line_number, sample_place, event ->> '$.id') AS span_ended_at
  FROM event
),
call AS (
  SELECT
    *,
    event_type = 'model' AND coalesce(event ->> '$.cache', '') <> 'read' AS is_llm,
    event_type = 'tool' AS is_tool,
    CASE WHEN event_type = 'span_begin' THEN event ->> '$.id' ELSE coalesce(event ->> '$.uuid', event_place) END AS span_id,
    coalesce(CASE WHEN event_type = 'span_begin' THEN event ->> '$.parent_id' ELSE event ->> '$.span_id' END, within, 'sample') AS parent_span_id,
    event ->> '$.model' AS asked_model,
    event -> '$.output.usage' AS usage
  FROM ended
  WHERE event_type IN ('model', 'tool', 'span_begin', 'subtask')
),
told AS (
  SELECT
    filename, line_number, sample_place, event_place,
    'span' AS record_type,
    trace_id, span_id, parent_span_id,
    CASE WHEN is_llm THEN 'llm' WHEN is_tool THEN 'tool' WHEN event_type = 'span_begin' AND (event ->> '$.type') = 'agent' THEN 'agent' ELSE 'other' END AS kind,
    CASE
      WHEN event_type = 'model' THEN CASE WHEN is_llm THEN 'generate' ELSE 'cached generate' END
      ELSE coalesce(event ->> '$.function', event ->> '$.name', event_type) END AS name,
    instant(event ->> '$.timestamp') AS started_at,
    coalesce(instant(event ->> '$.completed'), span_ended_at) AS ended_at,
    is_naive(event ->> '$.timestamp') AS is_naive_time,
    measure(event ->> '$.output.time') * 1000 AS latency_ms,
    CASE WHEN is_llm AND contains(asked_model, '/') THEN split_part(asked_model, '/', 1) END AS provider,
    CASE WHEN is_llm THEN coalesce(nullif(event ->> '$.output.model', ''), regexp_replace(asked_model, '^[^/]*/', '')) END AS model,
    CASE WHEN is_llm THEN usage END AS usage,
    CASE WHEN json_type(event, '$.error') IN ('VARCHAR', 'OBJECT') THEN 'error' ELSE 'ok' END AS status,
    event ->> '$.error.type' AS error_type,
    event ->> '$.output.choices[0].stop_reason' AS stop_reason,
    measure(event ->> '$.config.temperature') AS temperature,
    token_count(event ->> '$.config.max_tokens') AS max_tokens,
    CASE WHEN is_tool THEN event ->> '$.function' END AS tool_name,
    CASE WHEN is_tool THEN canonical_json((event -> '$.arguments')::VARCHAR) END AS arguments,
    CASE WHEN is_tool THEN event ->> '$.result' END AS tool_output,
    CASE WHEN is_tool THEN json_type(event, '$.error') = 'OBJECT' END AS is_error,
    task AS feature,
    json_object_of(['role', 'retries', 'cache'], [event -> '$.role', event -> '$.retries', event -> '$.cache']) AS attributes
  FROM call
  UNION ALL BY NAME
  SELECT
    filename, line_number, sample_place,
    '' AS event_place,
    own_type AS record_type,
    trace_id,
    'sample' AS span_id,
    'agent' AS kind,
    coalesce(task, 'sample') AS name,
    coalesce(instant(sample ->> '$.started_at'), instant(events[1] ->> '$.timestamp')) AS started_at,
    coalesce(instant(sample ->> '$.completed_at'), instant(events[-1] ->> '$.completed'), instant(events[-1] ->> '$.timestamp')) AS ended_at,
    is_naive(coalesce(sample ->> '$.started_at', events[1] ->> '$.timestamp')) AS is_naive_time,
    measure(sample ->> '$.total_time') * 1000 AS latency_ms,
    CASE WHEN json_type(sample, '$.error') = 'OBJECT' THEN 'error' ELSE 'ok' END AS status,
    task AS feature,
    json_object_of(
      list_concat(['sample', 'epoch'], ['score.' || scorer FOR scorer IN json_keys(sample, '$.scores')]),
      list_concat([sample -> '$.id', sample -> '$.epoch'], [score -> '$.value' FOR score IN json_extract(sample, '$.scores.*')])) AS attributes
  FROM named
  UNION ALL BY NAME
  -- Samples whose events were not kept, or hold no model's: what each model used in all.
  SELECT
    filename, line_number, sample_place,
    model_key AS event_place,
    'span' AS record_type,
    trace_id,
    'usage of ' || model_key AS span_id,
    'sample' AS parent_span_id,
    'llm' AS kind,
    'all calls' AS name,
    coalesce(instant(sample ->> '$.started_at'), instant(events[1] ->> '$.timestamp')) AS started_at,
    CASE WHEN contains(model_key, '/') THEN split_part(model_key, '/', 1) END AS provider,
    regexp_replace(model_key, '^[^/]*/', '') AS model,
    json_extract(sample, '$.model_usage.' || json_quote(model_key)) AS usage,
    task AS feature
  FROM (SELECT *, unnest(json_keys(sample, '$.model_usage')) AS model_key FROM named WHERE own_type = 'span')
  WHERE len([1 FOR entry IN events IF (entry ->> '$.event') = 'model']) = 0 AND NOT regexp_matches(sample -> '$.events', '"event"\s*:\s*"model"')
)
SELECT
  filename, record_type,
  row_number() OVER (PARTITION BY line_number ORDER BY sample_place, event_place) = 1 AS is_first,
  CASE WHEN record_type = 'span' THEN trace_id || '|' || span_id END AS call_id,
  trace_id, span_id, parent_span_id, name, kind, started_at, ended_at, is_naive_time, latency_ms, provider, model,
  token_count(usage ->> '$.input_tokens') AS input_tokens,
  token_count(usage ->> '$.input_tokens_cache_read') AS cache_read_tokens,
  token_count(usage ->> '$.input_tokens_cache_write') AS cache_write_tokens,
  token_count(usage ->> '$.output_tokens') AS output_tokens,
  token_count(usage ->> '$.reasoning_tokens') AS reasoning_tokens,
  token_count(usage ->> '$.total_tokens') AS total_tokens,
  -- Today's meaning; logs of 2024 and 2025 counted cached tokens of some providers twice, which their totals say.
  'exclusive' AS input_convention,
  money(usage ->> '$.total_cost') AS reported_cost_usd,
  status, error_type, stop_reason, temperature, max_tokens, tool_name, arguments,
  output_digest(tool_output) AS output_digest,
  CASE WHEN tool_output IS NOT NULL THEN output_sketch(tool_output) END AS output_sketch,
  is_error, feature,
  nullif(attributes, '{}') AS attributes
FROM told
