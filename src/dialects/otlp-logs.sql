-- Which calls of models and tools do the events of an OpenTelemetry log tell? Export lines of the Collector (resourceLogs), and log records
-- one by one as the JavaScript SDK prints them. Coding agents have events of their own; the GenAI conventions have one for each call.
WITH line AS (
  SELECT filename, json AS line, row_number() OVER () AS line_number
  FROM read_ndjson_objects($files, ignore_errors = true, maximum_object_size = $maximum_object_size, filename = true)
),
resource AS (
  SELECT *, unnest(CASE WHEN json_array_length(line, '$.resourceLogs') > 0 THEN json_extract(line, '$.resourceLogs[*]') ELSE [NULL] END) AS resource
  FROM line
),
scope AS (
  SELECT
    *,
    unnest(CASE
      WHEN json_array_length(resource, '$.scopeLogs') > 0 THEN json_extract(resource, '$.scopeLogs[*]')
      WHEN json_array_length(resource, '$.instrumentationLibraryLogs') > 0 THEN json_extract(resource, '$.instrumentationLibraryLogs[*]')
      ELSE [NULL] END) AS scope
  FROM resource
),
entry AS (
  SELECT
    * EXCLUDE (resource, scope),
    unnest(CASE
      WHEN json_array_length(scope, '$.logRecords') > 0 THEN json_extract(scope, '$.logRecords[*]')
      WHEN json_exists(line, '$.resourceLogs') THEN [NULL]
      ELSE [line] END) AS entry,
    coalesce(scope ->> '$.scope.name', line ->> '$.instrumentationScope.name') AS scope_name,
    otel_pairs(coalesce(resource, line) -> '$.resource.attributes') AS resource_pairs
  FROM scope
),
parsed AS (
  SELECT
    *,
    from_json(entry, '{"timeUnixNano":"VARCHAR","observedTimeUnixNano":"VARCHAR","hrTime":"VARCHAR","traceId":"VARCHAR","spanId":"VARCHAR",
      "spanContext":{"traceId":"VARCHAR","spanId":"VARCHAR"},"eventName":"VARCHAR"}') AS record,
    [pair[1] FOR pair IN otel_pairs(entry -> '$.attributes')] AS keys,
    [pair[2] FOR pair IN otel_pairs(entry -> '$.attributes')] AS texts,
    [pair[1] FOR pair IN resource_pairs] AS resource_keys,
    [pair[2] FOR pair IN resource_pairs] AS resource_texts,
    coalesce(entry ->> '$.body.stringValue', entry ->> '$.body', entry ->> '$._body') AS body
  FROM entry
),
named AS (
  SELECT
    *,
    coalesce(nullif(record.eventName, ''), attribute(keys, texts, 'event.name'), body) AS event,
    otel_id(coalesce(record.traceId, record.spanContext.traceId)) AS own_trace_id,
    otel_id(coalesce(record.spanId, record.spanContext.spanId)) AS own_span_id,
    coalesce(
      otel_nanoseconds(record.timeUnixNano), otel_nanoseconds(record.hrTime),
      epoch_ns(TRY_CAST(attribute(keys, texts, 'event.timestamp') AS TIMESTAMPTZ)), otel_nanoseconds(record.observedTimeUnixNano)) AS at_ns,
    coalesce(measure(attribute(keys, texts, 'duration_ms')), measure(attribute(keys, texts, 'gen_ai.client.operation.duration')) * 1000) AS duration_ms
  FROM parsed
),
family AS (
  SELECT
    *,
    regexp_replace(event, '^(claude_code|gemini_cli|qwen[-_]code|codex|copilot_chat)\.', '') AS word,
    CASE
      WHEN regexp_matches(concat_ws(' ', event, body, scope_name), 'claude_code') THEN 'claude'
      WHEN regexp_matches(concat_ws(' ', event, scope_name, attribute(resource_keys, resource_texts, 'service.name')), 'gemini[-_]cli|qwen[-_]code') THEN 'gemini'
      WHEN regexp_matches(concat_ws(' ', event, scope_name), '\bcodex') THEN 'codex'
      WHEN regexp_matches(concat_ws(' ', event, scope_name), 'copilot') THEN 'copilot'
    END AS family
  FROM named
),
kinded AS (
  SELECT
    *,
    CASE
      WHEN family = 'claude' AND word IN ('api_request', 'api_error') OR family = 'gemini' AND word IN ('api_response', 'api_error') THEN 'llm'
      WHEN family = 'codex' AND word = 'sse_event' AND attribute(keys, texts, 'event.kind') IN ('response.completed', 'response.failed') THEN 'llm'
      WHEN family IN ('claude', 'codex') AND word = 'tool_result' OR family = 'gemini' AND word = 'tool_call' OR family = 'copilot' AND word = 'tool.call' THEN 'tool'
      -- Gemini CLI says the same call once more in the words of the conventions, without what was cached.
      WHEN family = 'gemini' THEN NULL
      WHEN word = 'gen_ai.client.inference.operation.details' THEN 'llm'
      WHEN starts_with(array_to_string(keys, ' '), 'gen_ai.usage.') OR contains(array_to_string(keys, ' '), ' gen_ai.usage.') THEN 'llm'
    END AS kind
  FROM family
),
sorted AS (
  SELECT
    *,
    coalesce(json_type(line, '$.resourceLogs') <> 'NULL', false) AS is_exported,
    (line ->> '$.startTime') IS NULL AND (line ->> '$.startTimeUnixNano') IS NULL
      AND coalesce(record.hrTime, record.timeUnixNano, CASE WHEN json_type(entry, '$.attributes') = 'OBJECT' THEN attribute(keys, texts, 'event.name') END) IS NOT NULL AS is_log_record,
    row_number() OVER (PARTITION BY line_number ORDER BY kind NULLS LAST, at_ns NULLS LAST, event NULLS LAST) AS place
  FROM kinded
),
told AS (
  SELECT
    *,
    coalesce(
      first_attribute(keys, texts, [
        'session.id', 'gen_ai.conversation.id', 'conversation.id', 'copilot_chat.session_id', 'copilot_chat.chat_session_id', 'session_id']),
      attribute(resource_keys, resource_texts, 'session.id')) AS session,
    first_attribute(keys, texts, ['prompt.id', 'prompt_id', 'github.copilot.interaction_id']) AS prompt,
    CASE WHEN kind = 'llm' THEN first_attribute(keys, texts, ['request_id', 'gen_ai.response.id', 'response_id', 'client_request_id']) END AS request,
    CASE WHEN kind = 'tool' THEN first_attribute(keys, texts, ['tool_use_id', 'call_id', 'gen_ai.tool.call.id', 'tool_call_id']) END AS tool_call,
    CASE WHEN kind = 'tool' THEN first_attribute(keys, texts, ['output', 'gen_ai.tool.call.result', 'tool_result']) END AS tool_output
  FROM sorted
  WHERE kind IS NOT NULL OR place = 1
),
identified AS (
  SELECT
    *,
    coalesce(
      event || '|' || coalesce(request, tool_call) || '|' || coalesce(session, ''),
      event || '|' || coalesce(session, own_trace_id, '') || '|' || at_ns || '|' || coalesce(attribute(keys, texts, 'event.sequence'), attribute(keys, texts, 'turn.index'), '') || '|' || coalesce(duration_ms::VARCHAR, '')
    ) AS call_id
  FROM told
)
SELECT
  filename,
  CASE
    WHEN kind IS NOT NULL AND (is_exported OR is_log_record) THEN 'span'
    WHEN is_exported THEN coalesce(word, 'resourceLogs')
    WHEN (line ->> '$.resourceMetrics') IS NOT NULL OR (line ->> '$.scopeMetrics') IS NOT NULL THEN 'resourceMetrics'
    WHEN is_log_record THEN coalesce(word, 'log record')
  END AS record_type,
  place = 1 AS is_first,
  call_id,
  -- Behind every span of the same trace that says it too; see superseded_event.sql.
  CASE WHEN word = 'agent.turn' THEN -2 ELSE -1 END AS completeness,
  coalesce(own_trace_id, prompt, session) AS trace_id,
  coalesce(request, tool_call, left(md5(call_id), 16)) AS span_id,
  CASE WHEN family = 'copilot' THEN own_span_id END AS parent_span_id,
  session AS session_id,
  -- As the span of the call is called.
  CASE WHEN starts_with(word, 'gen_ai.') THEN concat_ws(' ', attribute(keys, texts, 'gen_ai.operation.name'), attribute(keys, texts, 'gen_ai.request.model')) ELSE word END AS name,
  kind,
  make_timestamptz((at_ns - coalesce(fitting_ms(duration_ms) * 1e6, 0)::BIGINT) // 1000) AS started_at,
  -- Told when the call has ended.
  CASE WHEN duration_ms IS NOT NULL THEN make_timestamptz(at_ns // 1000) END AS ended_at,
  duration_ms AS latency_ms,
  coalesce(
    measure(first_attribute(keys, texts, ['ttft_ms', 'copilot_chat.time_to_first_token'])),
    measure(attribute(keys, texts, 'gen_ai.response.time_to_first_chunk')) * 1000) AS ttft_ms,
  CASE
    WHEN kind = 'tool' THEN NULL
    WHEN family = 'claude' THEN 'anthropic'
    WHEN family = 'gemini' THEN 'google'
    WHEN family = 'codex' THEN 'openai'
    ELSE first_attribute(keys, texts, ['gen_ai.provider.name', 'gen_ai.system']) END AS provider,
  CASE WHEN kind = 'llm' THEN first_attribute(keys, texts, ['gen_ai.response.model', 'gen_ai.request.model', 'model']) END AS model,
  CASE WHEN kind = 'llm' THEN CASE family
    WHEN 'gemini' THEN known_sum(token_count(attribute(keys, texts, 'input_token_count')), token_count(attribute(keys, texts, 'tool_token_count')))
    ELSE token_count(first_attribute(keys, texts, ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens', 'input_tokens', 'input_token_count'])) END END AS input_tokens,
  CASE WHEN kind = 'llm' THEN token_count(first_attribute(keys, texts, [
    'gen_ai.usage.cache_read.input_tokens', 'gen_ai.usage.cache_read_input_tokens', 'cache_read_tokens', 'cached_content_token_count', 'cached_token_count'])) END AS cache_read_tokens,
  CASE WHEN kind = 'llm' THEN token_count(first_attribute(keys, texts, [
    'gen_ai.usage.cache_creation.input_tokens', 'gen_ai.usage.cache_write.input_tokens', 'gen_ai.usage.cache_creation_input_tokens', 'cache_creation_tokens', 'cache_write_token_count'])) END AS cache_write_tokens,
  CASE WHEN kind = 'llm' THEN token_count(first_attribute(keys, texts, ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens', 'output_tokens', 'output_token_count'])) END AS output_tokens,
  CASE WHEN kind = 'llm' THEN token_count(first_attribute(keys, texts, [
    'gen_ai.usage.reasoning.output_tokens', 'gen_ai.usage.reasoning_tokens', 'thoughts_token_count', 'reasoning_token_count'])) END AS reasoning_tokens,
  CASE family WHEN 'claude' THEN 'exclusive' ELSE 'inclusive' END AS input_convention,
  family = 'gemini' AS is_reasoning_outside,
  CASE WHEN kind = 'llm' THEN money(first_attribute(keys, texts, ['cost_usd', 'gen_ai.usage.cost'])) END AS reported_cost_usd,
  CASE
    WHEN word = 'api_error' OR attribute(keys, texts, 'event.kind') = 'response.failed' OR attribute(keys, texts, 'error.type') IS NOT NULL THEN 'error'
    WHEN lower(attribute(keys, texts, 'success')) = 'false' THEN 'error'
    WHEN kind IS NOT NULL THEN 'ok'
  END AS status,
  first_attribute(keys, texts, ['error.type', 'error_type', CASE WHEN word = 'api_error' THEN 'status_code' END]) AS error_type,
  json_field(first_attribute(keys, texts, ['gen_ai.response.finish_reasons', 'finish_reasons']), '$[0]') AS stop_reason,
  first_attribute(keys, texts, ['gen_ai.agent.name', 'agent.name', 'agent_name']) AS agent,
  coalesce(first_attribute(keys, texts, ['user.id', 'enduser.id', 'user.account_uuid']), attribute(resource_keys, resource_texts, 'user.id')) AS user_id,
  coalesce(attribute(resource_keys, resource_texts, 'deployment.environment.name'), attribute(resource_keys, resource_texts, 'deployment.environment')) AS environment,
  measure(attribute(keys, texts, 'gen_ai.request.temperature')) AS temperature,
  token_count(attribute(keys, texts, 'gen_ai.request.max_tokens')) AS max_tokens,
  CASE WHEN kind = 'tool' THEN first_attribute(keys, texts, ['gen_ai.tool.name', 'tool_name', 'function_name']) END AS tool_name,
  CASE WHEN kind = 'tool' THEN canonical_json(first_attribute(keys, texts, ['gen_ai.tool.call.arguments', 'tool_input', 'function_args', 'arguments', 'tool_parameters'])) END AS arguments,
  output_digest(tool_output) AS output_digest,
  CASE WHEN tool_output IS NOT NULL THEN output_sketch(tool_output) END AS output_sketch,
  CASE WHEN kind = 'tool' THEN NOT TRY_CAST(attribute(keys, texts, 'success') AS BOOLEAN) END AS is_error,
  request AS request_id,
  coalesce(first_attribute(keys, texts, ['service.version', 'app.version']), attribute(resource_keys, resource_texts, 'service.version')) AS release,
  nullif(json_object_of(
    [key FOR key IN keys IF is_log_attribute(key)],
    [coalesce(TRY_CAST(text AS JSON), to_json(text)) FOR text, place IN texts IF is_log_attribute(keys[place])]
  ), '{}') AS attributes
FROM identified
