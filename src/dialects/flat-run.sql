-- Which spans does a record hold that is a whole run: steps[], turns[] or tool_calls[] in one object? The text of each field
-- of the run and of each of its parts, by the names that aliases.ts knows. flat-columns.sql follows.
WITH record AS (
  SELECT
    filename,
    json,
    json_extract_string(json, $paths) AS run_texts,
    json_extract(list_any_value(json_extract(json, $turns_at)), '$[*]') AS turns,
    json_extract(list_any_value(json_extract(json, $steps_at)), '$[*]') AS steps,
    json_extract(list_any_value(json_extract(json, $tool_calls_at)), '$[*]') AS tool_calls
  FROM read_ndjson_objects($files, ignore_errors = true, maximum_object_size = $maximum_object_size, filename = true)
),

-- Turns and tool calls stand in two lists: each call is taken to follow the turn of its number.
part AS (
  SELECT
    filename,
    run_texts,
    md5(json) AS digest,
    coalesce(list_contains([json_type(inner_record) FOR inner_record IN list_concat(turns, steps, tool_calls)], 'OBJECT'), false) AS is_read,
    unnest(list_concat(
      [{role: NULL::VARCHAR, number: 0::BIGINT, place: 0::BIGINT, has_parts: len(list_concat(turns, steps)) > 0, json: json}],
      [{role: 'turn', number: number, place: number * 2 - 1, has_parts: false, json: inner_record} FOR inner_record, number IN turns IF json_type(inner_record) = 'OBJECT'],
      [{role: 'step', number: number, place: number, has_parts: false, json: inner_record} FOR inner_record, number IN steps IF json_type(inner_record) = 'OBJECT'],
      [{role: 'tool', number: number, place: number * 2, has_parts: false, json: inner_record} FOR inner_record, number IN tool_calls IF json_type(inner_record) = 'OBJECT']
    )) AS part
  FROM record
),

found AS (
  SELECT *, json_extract_string(part.json, $paths) AS texts, json_extract(part.json, $other_paths) AS nested_values FROM part
),

own AS (
  SELECT
    filename,
    is_read,
    digest,
    run_texts,
    nested_values,
    part.role AS role,
    part.number AS number,
    part.place AS part_place,
    part.has_parts AS has_children,
    list_any_value(list_select(texts, $places_trace_id::BIGINT[]))::VARCHAR AS trace_id,
    list_any_value(list_select(texts, $places_traceparent::BIGINT[]))::VARCHAR AS traceparent,
    list_any_value(list_select(texts, $places_span_id::BIGINT[]))::VARCHAR AS span_id,
    list_any_value(list_select(texts, $places_request_id::BIGINT[]))::VARCHAR AS request_id,
    list_any_value(list_select(texts, $places_id::BIGINT[]))::VARCHAR AS id,
    list_any_value(list_select(texts, $places_parent_span_id::BIGINT[]))::VARCHAR AS parent_span_id,
    list_any_value(list_select(texts, $places_session_id::BIGINT[]))::VARCHAR AS session_id,
    list_any_value(list_select(texts, $places_user_id::BIGINT[]))::VARCHAR AS user_id,
    list_any_value(list_select(texts, $places_agent::BIGINT[]))::VARCHAR AS agent,
    list_any_value(list_select(texts, $places_name::BIGINT[]))::VARCHAR AS name,
    list_any_value(list_select(texts, $places_kind::BIGINT[]))::VARCHAR AS kind,
    list_any_value(list_select(texts, $places_feature::BIGINT[]))::VARCHAR AS feature,
    list_any_value(list_select(texts, $places_environment::BIGINT[]))::VARCHAR AS environment,
    list_any_value(list_select(texts, $places_tags::BIGINT[]))::VARCHAR AS tags,
    list_any_value(list_select(texts, $places_agent_run_start::BIGINT[]))::VARCHAR AS agent_run_start,
    list_any_value(list_select(texts, $places_started_at::BIGINT[]))::VARCHAR AS started_at,
    list_any_value(list_select(texts, $places_ended_at::BIGINT[]))::VARCHAR AS ended_at,
    list_any_value(list_select(texts, $places_latency_ms::BIGINT[]))::VARCHAR AS latency_ms,
    list_any_value(list_select(texts, $places_latency_s::BIGINT[]))::VARCHAR AS latency_s,
    list_any_value(list_select(texts, $places_latency_us::BIGINT[]))::VARCHAR AS latency_us,
    list_any_value(list_select(texts, $places_latency_ns::BIGINT[]))::VARCHAR AS latency_ns,
    list_any_value(list_select(texts, $places_latency::BIGINT[]))::VARCHAR AS latency,
    list_any_value(list_select(texts, $places_ttft_ms::BIGINT[]))::VARCHAR AS ttft_ms,
    list_any_value(list_select(texts, $places_ttft_s::BIGINT[]))::VARCHAR AS ttft_s,
    list_any_value(list_select(texts, $places_ttft::BIGINT[]))::VARCHAR AS ttft,
    list_any_value(list_select(texts, $places_provider::BIGINT[]))::VARCHAR AS provider,
    list_any_value(list_select(texts, $places_system::BIGINT[]))::VARCHAR AS system,
    list_any_value(list_select(texts, $places_response_model::BIGINT[]))::VARCHAR AS response_model,
    list_any_value(list_select(texts, $places_model::BIGINT[]))::VARCHAR AS model,
    list_any_value(list_select(texts, $places_service_tier::BIGINT[]))::VARCHAR AS service_tier,
    list_any_value(list_select(texts, $places_temperature::BIGINT[]))::VARCHAR AS temperature,
    list_any_value(list_select(texts, $places_max_tokens::BIGINT[]))::VARCHAR AS max_tokens,
    list_any_value(list_select(texts, $places_input_tokens::BIGINT[]))::VARCHAR AS input_tokens,
    list_any_value(list_select(texts, $places_uncached_input_tokens::BIGINT[]))::VARCHAR AS uncached_input_tokens,
    list_any_value(list_select(texts, $places_cache_miss_tokens::BIGINT[]))::VARCHAR AS cache_miss_tokens,
    list_any_value(list_select(texts, $places_cache_hit_tokens::BIGINT[]))::VARCHAR AS cache_hit_tokens,
    list_any_value(list_select(texts, $places_cached_detail_tokens::BIGINT[]))::VARCHAR AS cached_detail_tokens,
    list_any_value(list_select(texts, $places_cache_read_tokens::BIGINT[]))::VARCHAR AS cache_read_tokens,
    list_any_value(list_select(texts, $places_cache_write_tokens::BIGINT[]))::VARCHAR AS cache_write_tokens,
    list_any_value(list_select(texts, $places_cache_write_5m_tokens::BIGINT[]))::VARCHAR AS cache_write_5m_tokens,
    list_any_value(list_select(texts, $places_cache_write_1h_tokens::BIGINT[]))::VARCHAR AS cache_write_1h_tokens,
    list_any_value(list_select(texts, $places_output_tokens::BIGINT[]))::VARCHAR AS output_tokens,
    list_any_value(list_select(texts, $places_reasoning_tokens::BIGINT[]))::VARCHAR AS reasoning_tokens,
    list_any_value(list_select(texts, $places_thoughts_tokens::BIGINT[]))::VARCHAR AS thoughts_tokens,
    list_any_value(list_select(texts, $places_total_tokens::BIGINT[]))::VARCHAR AS total_tokens,
    list_any_value(list_select(texts, $places_raw_input_tokens::BIGINT[]))::VARCHAR AS raw_input_tokens,
    list_any_value(list_select(texts, $places_raw_cache_tokens::BIGINT[]))::VARCHAR AS raw_cache_tokens,
    list_any_value(list_select(texts, $places_cost_usd::BIGINT[]))::VARCHAR AS cost_usd,
    list_any_value(list_select(texts, $places_amount::BIGINT[]))::VARCHAR AS amount,
    list_any_value(list_select(texts, $places_status::BIGINT[]))::VARCHAR AS status,
    list_any_value(list_select(texts, $places_ok::BIGINT[]))::VARCHAR AS ok,
    list_any_value(list_select(texts, $places_llm_success::BIGINT[]))::VARCHAR AS llm_success,
    list_any_value(list_select(texts, $places_error::BIGINT[]))::VARCHAR AS error,
    list_any_value(list_select(texts, $places_error_type::BIGINT[]))::VARCHAR AS error_type,
    list_any_value(list_select(texts, $places_http_status::BIGINT[]))::VARCHAR AS http_status,
    list_any_value(list_select(texts, $places_stop_reason::BIGINT[]))::VARCHAR AS stop_reason,
    list_any_value(list_select(texts, $places_tool_name::BIGINT[]))::VARCHAR AS tool_name,
    list_any_value(list_select(texts, $places_arguments::BIGINT[]))::VARCHAR AS arguments,
    list_any_value(list_select(texts, $places_output::BIGINT[]))::VARCHAR AS output,
    list_any_value(list_select(texts, $places_is_error::BIGINT[]))::VARCHAR AS is_error,
    list_any_value(list_select(texts, $places_release::BIGINT[]))::VARCHAR AS release,
    list_any_value(list_select(texts, $places_step::BIGINT[]))::VARCHAR AS step,
    list_any_value(list_select(texts, $places_links::BIGINT[]))::VARCHAR AS links,
    list_any_value(list_select(texts, $places_sample_rate::BIGINT[]))::VARCHAR AS sample_rate,
    list_any_value(list_select(texts, $places_cache_miss_reason::BIGINT[]))::VARCHAR AS cache_miss_reason,
    list_any_value(list_select(texts, $places_prompt_digest::BIGINT[]))::VARCHAR AS prompt_digest,
    list_any_value(list_select(texts, $places_prompt_blocks::BIGINT[]))::VARCHAR AS prompt_blocks,
    list_any_value(list_select(texts, $places_prompt::BIGINT[]))::VARCHAR AS prompt,
    list_any_value(list_select(texts, $places_system_prompt::BIGINT[]))::VARCHAR AS system_prompt,
    list_any_value(list_select(texts, $places_tools::BIGINT[]))::VARCHAR AS tools
  FROM found
),

run AS (
  SELECT
    *,
    coalesce(list_any_value(list_select(run_texts, $places_span_id::BIGINT[]))::VARCHAR, list_any_value(list_select(run_texts, $places_request_id::BIGINT[])), list_any_value(list_select(run_texts, $places_id::BIGINT[]))) AS run_id,
    list_any_value(list_select(run_texts, $places_trace_id::BIGINT[]))::VARCHAR AS run_trace_id,
    list_any_value(list_select(run_texts, $places_traceparent::BIGINT[]))::VARCHAR AS run_traceparent,
    list_any_value(list_select(run_texts, $places_session_id::BIGINT[]))::VARCHAR AS run_session_id,
    list_any_value(list_select(run_texts, $places_user_id::BIGINT[]))::VARCHAR AS run_user_id,
    list_any_value(list_select(run_texts, $places_feature::BIGINT[]))::VARCHAR AS run_feature,
    list_any_value(list_select(run_texts, $places_environment::BIGINT[]))::VARCHAR AS run_environment,
    list_any_value(list_select(run_texts, $places_tags::BIGINT[]))::VARCHAR AS run_tags,
    list_any_value(list_select(run_texts, $places_release::BIGINT[]))::VARCHAR AS run_release,
    list_any_value(list_select(run_texts, $places_sample_rate::BIGINT[]))::VARCHAR AS run_sample_rate,
    list_any_value(list_select(run_texts, $places_started_at::BIGINT[]))::VARCHAR AS run_started_at,
    list_any_value(list_select(run_texts, $places_ended_at::BIGINT[]))::VARCHAR AS run_ended_at,
    list_any_value(list_select(run_texts, $places_model::BIGINT[]))::VARCHAR AS run_model,
    list_any_value(list_select(run_texts, $places_provider::BIGINT[]))::VARCHAR AS run_provider
  FROM own
),

-- A part has the identity of its run and what it does not say itself; the run's totals, texts and errors stay with the run.
field AS (
  SELECT
    *
    REPLACE (
      coalesce(run_id, 'run-' || left(digest, 16)) AS span_id,
      CASE WHEN role IS NULL THEN request_id END AS request_id,
      CASE WHEN role IS NULL THEN id END AS id,
      coalesce(trace_id, run_trace_id) AS trace_id,
      coalesce(traceparent, run_traceparent) AS traceparent,
      coalesce(session_id, run_session_id) AS session_id,
      coalesce(user_id, run_user_id) AS user_id,
      coalesce(feature, run_feature) AS feature,
      coalesce(environment, run_environment) AS environment,
      coalesce(tags, run_tags) AS tags,
      coalesce(release, run_release) AS release,
      coalesce(sample_rate, run_sample_rate) AS sample_rate,
      coalesce(started_at, run_started_at) AS started_at,
      CASE WHEN role IN ('turn', 'step') THEN coalesce(kind, if(role = 'turn', 'llm', NULL)) WHEN role = 'tool' THEN 'tool' ELSE kind END AS kind,
      CASE WHEN role = 'turn' THEN coalesce(model, run_model) ELSE model END AS model,
      CASE WHEN role = 'turn' THEN coalesce(provider, run_provider) ELSE provider END AS provider,
      CASE WHEN role IS NULL THEN name ELSE coalesce(tool_name, name, step, role) END AS name
    ),
    role IS NULL AS is_first,
    run_id IS NOT NULL AS has_own_id,
    NULL::VARCHAR AS unexpected,
    '#' || role || '-' || number AS child,
    -- Parts without a time of their own keep their order by a microsecond each.
    CASE WHEN started_at IS NULL AND ended_at IS NULL AND role IS NOT NULL THEN part_place END AS place,
    [NULL::JSON] AS other_values,
    [NULL::VARCHAR] AS text_values
  FROM run
)
