-- Which spans did Datadog's LLM Observability take or give back? One event per line, the SDK's or the intake's list of them, or an item of its
-- export API, whose fields stand one level higher.
WITH record AS (
  SELECT
    filename,
    json,
    [json, json -> '$.attributes', json -> '$.spans[0]', json -> '$.data.attributes.spans[0]'] AS candidates,
    list_position([
      json_extract_string(event, '$.span_id') IS NOT NULL AND json_extract_string(event, '$.trace_id') IS NOT NULL AND json_extract_string(event, '$.start_ns') IS NOT NULL
        AND (json_extract_string(event, '$.span_kind') IS NOT NULL OR json_extract_string(event, '$.meta."span.kind"') IS NOT NULL OR json_extract_string(event, '$.meta.span.kind') IS NOT NULL OR json_extract_string(event, '$.meta.kind') IS NOT NULL)
      FOR event IN candidates
    ], true) AS place
  FROM read_ndjson_objects($files, ignore_errors = true, maximum_object_size = $maximum_object_size, filename = true)
),

part AS (
  SELECT
    filename,
    place,
    CASE WHEN place = 4 THEN json -> '$.data.attributes' END AS batch,
    unnest(CASE place
      WHEN 3 THEN [{number: number, event: event} FOR event, number IN json_extract(json, '$.spans[*]')]
      WHEN 4 THEN [{number: number, event: event} FOR event, number IN json_extract(json, '$.data.attributes.spans[*]')]
      ELSE [{number: 1, event: candidates[place]}]
    END) AS item
  FROM record
),

event AS (
  SELECT
    filename,
    place,
    batch,
    item.number AS number,
    from_json(item.event, '{
      "span_id": "VARCHAR", "trace_id": "VARCHAR", "parent_id": "VARCHAR", "name": "VARCHAR", "start_ns": "VARCHAR", "duration": "VARCHAR", "status": "VARCHAR", "span_kind": "VARCHAR",
      "session_id": "VARCHAR", "ml_app": "VARCHAR", "service": "VARCHAR", "tags": "VARCHAR", "meta": "VARCHAR", "metrics": "VARCHAR", "metadata": "VARCHAR", "input": "VARCHAR", "output": "VARCHAR",
      "model_name": "VARCHAR", "model_provider": "VARCHAR", "error": "VARCHAR"
    }') AS span
  FROM part
),

opened AS (
  SELECT
    *,
    logged_object(span.meta) AS meta,
    logged_object(span.metrics) AS metrics
  FROM event
),

told AS (
  SELECT
    *,
    CASE coalesce(span.span_kind, text_at(meta, ['$."span.kind"', '$.span.kind', '$.kind']))
      WHEN 'llm' THEN 'llm' WHEN 'embedding' THEN 'embedding' WHEN 'tool' THEN 'tool' WHEN 'retrieval' THEN 'retrieval' WHEN 'agent' THEN 'agent' ELSE 'other'
    END AS sort,
    coalesce(logged_object(span.metadata), meta -> '$.metadata') AS settings,
    list_concat(coalesce(logged_texts(span.tags), []), coalesce(logged_texts(batch ->> '$.tags'), [])) AS labels,
    -- The export API gives milliseconds under the same name.
    TRY_CAST(span.start_ns AS BIGINT) AS start_number,
    coalesce(logged_object(span.input), meta -> '$.input') AS asked,
    coalesce(logged_object(span.output), meta -> '$.output') AS answered
  FROM opened
)
SELECT
  filename,
  CASE WHEN place IS NULL THEN NULL WHEN span.span_id IS NULL THEN 'event without an id' ELSE 'span' END AS record_type,
  number = 1 AS is_first,
  span.trace_id || ' ' || span.span_id AS call_id,
  span.trace_id AS trace_id,
  span.span_id AS span_id,
  nullif(nullif(nullif(span.parent_id, 'undefined'), '0'), '') AS parent_span_id,
  coalesce(nullif(span.session_id, ''), text_at(batch, ['$.session_id']), tag_value(labels, 'session_id')) AS session_id,
  span.name AS name,
  sort AS kind,
  CASE WHEN start_number > 100000000000000000 THEN make_timestamptz(start_number // 1000) ELSE instant(span.start_ns) END AS started_at,
  measure(span.duration) / 1e6 AS latency_ms,
  measure(text_at(metrics, ['$.time_to_first_token'])) * 1000 AS ttft_ms,
  CASE WHEN sort IN ('llm', 'embedding') THEN coalesce(span.model_provider, text_at(meta, ['$.model_provider'])) END AS provider,
  CASE WHEN sort IN ('llm', 'embedding') THEN coalesce(span.model_name, text_at(meta, ['$.model_name'])) END AS model,
  count_at(metrics, ['$.input_tokens', '$.prompt_tokens']) AS input_tokens,
  count_at(metrics, ['$.cache_read_input_tokens']) AS cache_read_tokens,
  count_at(metrics, ['$.cache_write_input_tokens']) AS cache_write_tokens,
  count_at(metrics, ['$.ephemeral_5m_input_tokens']) AS cache_write_5m_tokens,
  count_at(metrics, ['$.ephemeral_1h_input_tokens']) AS cache_write_1h_tokens,
  count_at(metrics, ['$.output_tokens', '$.completion_tokens']) AS output_tokens,
  count_at(metrics, ['$.reasoning_output_tokens']) AS reasoning_tokens,
  count_at(metrics, ['$.total_tokens']) AS total_tokens,
  'inclusive' AS input_convention,
  -- Estimates are in billionths of a dollar; total_cost is what the application set itself.
  coalesce(money(text_at(metrics, ['$.total_cost'])), TRY_CAST(TRY_CAST(text_at(metrics, ['$.estimated_total_cost']) AS DECIMAL(38, 9)) / 1000000000 AS DECIMAL(18, 12))) AS reported_cost_usd,
  CASE lower(span.status) WHEN 'error' THEN 'error' WHEN 'ok' THEN 'ok' END AS status,
  CASE WHEN lower(span.status) = 'error' THEN coalesce(text_at(meta, ['$."error.type"', '$.error.type']), text_at(logged_object(span.error), ['$.type']), tag_value(labels, 'error_type')) END AS error_type,
  CASE WHEN sort = 'agent' THEN span.name END AS agent,
  coalesce(tag_value(labels, 'user_id'), tag_value(labels, 'usr.id'), tag_value(labels, 'user_handle')) AS user_id,
  tag_value(labels, 'feature') AS feature,
  nullif(tag_value(labels, 'env'), '') AS environment,
  nullif(labels, []) AS tags,
  measure(text_at(settings, ['$.temperature'])) AS temperature,
  count_at(settings, ['$.max_tokens', '$.max_completion_tokens', '$.max_output_tokens']) AS max_tokens,
  CASE WHEN sort = 'tool' THEN span.name END AS tool_name,
  CASE WHEN sort = 'tool' THEN canonical_json(coalesce(asked ->> '$.value', asked::VARCHAR)) END AS arguments,
  CASE WHEN sort = 'tool' THEN output_digest(coalesce(answered ->> '$.value', answered::VARCHAR)) END AS output_digest,
  CASE WHEN sort = 'tool' THEN output_sketch(coalesce(answered ->> '$.value', answered::VARCHAR)) END AS output_sketch,
  CASE WHEN sort = 'tool' THEN lower(span.status) = 'error' END AS is_error,
  nullif(tag_value(labels, 'version'), '') AS release,
  merged_attributes(short_members(settings), json_object(
    'ml_app', coalesce(span.ml_app, text_at(batch, ['$.ml_app']), tag_value(labels, 'ml_app')), 'service', coalesce(nullif(span.service, ''), tag_value(labels, 'service'))
  )) AS attributes,
  CASE WHEN sort = 'llm' THEN md5(asked::VARCHAR) END AS prompt_digest
FROM told
