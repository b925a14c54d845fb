-- What do ids, times, values and attributes of OpenTelemetry mean? Used by every dialect that reads its spans or logs; text that is no such value gives NULL.

-- An OpenTelemetry id as lower-case hex; base64 of 8 or 16 bytes and a leading 0x are known spellings of one. Other ids stay.
CREATE OR REPLACE MACRO otel_id(logged) AS CASE
  WHEN strlen(logged) IN (16, 32) AND logged = lower(logged) THEN logged
  WHEN logged = '' THEN NULL
  WHEN regexp_full_match(logged, '[0-9a-fA-F]{16}|[0-9a-fA-F]{32}') THEN lower(logged)
  WHEN regexp_full_match(logged, '0[xX]([0-9a-fA-F]{16}|[0-9a-fA-F]{32})') THEN lower(substr(logged, 3))
  WHEN regexp_full_match(logged, '[A-Za-z0-9+/]{11}=|[A-Za-z0-9+/]{22}==') THEN lower(hex(from_base64(logged)))
  ELSE logged
END;

-- Nanoseconds since the epoch, exact: OTLP's text or number, or the [seconds, nanoseconds] pair of the JavaScript SDK. 0 is no time.
CREATE OR REPLACE MACRO otel_nanoseconds(logged) AS nullif(greatest(TRY_CAST(CASE
  WHEN starts_with(logged, '[') THEN regexp_extract(logged, '\d+') || lpad(regexp_extract(logged, ',\s*(\d+)', 1), 9, '0')
  ELSE logged
END AS BIGINT), 0), 0);

-- An OTLP value that is a list or a map, as plain JSON one level deep (what is deeper keeps OTLP's own spelling).
CREATE OR REPLACE MACRO otel_scalar(logged) AS coalesce(logged->'$.stringValue', (TRY_CAST(logged->>'$.intValue' AS BIGINT)::VARCHAR)::JSON, logged->'$.doubleValue', logged->'$.boolValue', logged);
CREATE OR REPLACE MACRO otel_value(logged) AS CASE
  WHEN json_exists(logged, '$.kvlistValue') THEN '{' || array_to_string([(entry->'$.key') || ':' || otel_scalar(entry->'$.value') FOR entry IN json_extract(logged, '$.kvlistValue.values[*]')], ',') || '}'
  WHEN json_exists(logged, '$.arrayValue') THEN '[' || array_to_string([otel_scalar(entry) FOR entry IN json_extract(logged, '$.arrayValue.values[*]')], ',') || ']'
END;

-- The value of a list or a map among a span's attributes, as plain JSON: read already (`structured`), else out of the span's text.
CREATE OR REPLACE MACRO structured_attribute(span, structured, place) AS
  otel_value(coalesce(structured[place], json_extract(span, '$.attributes[' || (place - 1) || '].value')));

-- The scopes of a resource's spans, under the name of the protocol and its older one.
CREATE OR REPLACE MACRO otel_scopes(resource) AS CASE
  WHEN resource.instrumentationLibrarySpans IS NULL THEN resource.scopeSpans
  ELSE list_concat(resource.scopeSpans, resource.instrumentationLibrarySpans)
END;

-- Does an export of logs, or of metrics, come from a coding agent or hold calls of models? Another dialect reads it.
CREATE OR REPLACE MACRO otel_has_calls(logs) AS regexp_matches(logs, '(?i)claude_code|gemini|qwen|codex|copilot|gen_ai');
CREATE OR REPLACE MACRO otel_has_agents(metrics) AS regexp_matches(metrics, '(?i)claude_code|gemini|qwen|codex|copilot');

-- The fields of a span as SDKs and generic tracers print it, under every name that they have for them.
CREATE OR REPLACE MACRO otel_bare(span) AS from_json(span, '{"trace_id":"VARCHAR","span_id":"VARCHAR","id":"VARCHAR","parent_span_id":"VARCHAR","parentId":"VARCHAR","parent_id":"VARCHAR",
      "operation_name":"VARCHAR","start_time":"VARCHAR","startTime":"VARCHAR","start_time_unix_nano":"VARCHAR","timestamp":"VARCHAR","end_time":"VARCHAR","endTime":"VARCHAR","end_time_unix_nano":"VARCHAR",
      "duration":"VARCHAR","duration_ms":"VARCHAR","latency_ms":"VARCHAR","kind":"VARCHAR","status":"VARCHAR","status_code":"VARCHAR",
      "context":{"trace_id":"VARCHAR","span_id":"VARCHAR","trace_state":"VARCHAR"},"spanContext":{"traceId":"VARCHAR","spanId":"VARCHAR","traceState":"VARCHAR"},"_spanContext":{"traceId":"VARCHAR","spanId":"VARCHAR","traceState":"VARCHAR"},"parentSpanContext":{"spanId":"VARCHAR"},
      "instrumentationScope":"VARCHAR","instrumentationLibrary":"VARCHAR","started_at":"VARCHAR","hrTime":"VARCHAR","timeUnixNano":"VARCHAR",
      "resourceSpans":"VARCHAR","resourceLogs":"VARCHAR","resourceMetrics":"VARCHAR"}');

-- Is this attribute of an OpenTelemetry span told by a column of `logged`?
CREATE OR REPLACE MACRO is_otel_column(key) AS regexp_full_match(key,
  'gen_ai\.(operation\.name|system|provider\.name|usage\..*|cost\..*|conversation\.id|agent\.name|user|request\.(model|temperature|max_tokens)|response\.(model|id|finish_reasons|time_to_first_chunk)|(openai\.)?(request|response)\.service_tier|tool\.name|tool\.call\.(arguments|result)|workflow\.name)' ||
  '|openai\.(request|response)\.service_tier|openinference\.span\.kind' ||
  '|llm\.((token_count|cost|usage)\..*|model|model_name|provider|system|vendor|(input|output|total|prompt|completion|reasoning|cached|cache_read|cache_write)_tokens|ttft_ms|cost|cost_usd|temperature|max_tokens|user|request\.(type|model|temperature|max_tokens)|response\.(model|id|finish_reason)|invocation_parameters)' ||
  '|traceloop\.(span\.kind|workflow\.name|association\.properties\.(user_id|session_id|feature))' ||
  '|ai\.(operationId|model\.(id|provider)|usage\..*|response\.(id|model|finishReason|msToFirstChunk|providerMetadata)|telemetry\.(functionId|metadata\.(userId|sessionId))|toolCall\..*|settings\.(temperature|maxTokens|maxOutputTokens))' ||
  '|operation\.cost|cost_usd|tool\.name|user\.id|enduser\.id|session\.id|feature|environment|env|deployment\.environment(\.name)?' ||
  '|service\.version|error\.type|tag\.tags|tags|metadata|SampleRate|sampling\.probability');

-- Attributes of an OpenTelemetry record as pairs of key and text: a list of key and value as OTLP has it, or a plain object.
CREATE OR REPLACE MACRO otel_pairs(logged) AS CASE json_type(logged)
  WHEN 'OBJECT' THEN [[entry.key, entry.value] FOR entry IN map_entries(from_json(logged, '"MAP(VARCHAR, VARCHAR)"'))]
  WHEN 'ARRAY' THEN [
    [entry ->> '$.key', coalesce(entry ->> '$.value.stringValue', entry ->> '$.value.intValue', entry ->> '$.value.doubleValue', entry ->> '$.value.boolValue', otel_value(entry -> '$.value'))]
    FOR entry IN json_extract(logged, '$[*]')]
END;

-- Is this attribute of a log record an attribute of its span, told by no column and no text?
CREATE OR REPLACE MACRO is_log_attribute(key) AS NOT is_otel_column(key) AND NOT is_content(key) AND NOT regexp_full_match(key,
  '(event|prompt|user)\.(name|timestamp|sequence|id)|prompt_id|model|duration_ms|cost_usd|ttft_ms|.*(tokens|token_count)|(tool|function)_(name|args|input|use_id|parameters)|full_command|file_path|agent_id|span\.type|stop_reason|success|error|error_type|request_id|client_request_id|call_id|conversation\.id|app\.version');

-- A span that stands in no export has its resource within it.
CREATE OR REPLACE MACRO no_resources() AS NULL::STRUCT("key" VARCHAR, "value" STRUCT(stringValue VARCHAR, intValue VARCHAR, doubleValue VARCHAR, boolValue VARCHAR))[][];

-- Pairs of key and JSON text of an object.
CREATE OR REPLACE MACRO json_pairs(logged) AS [[entry.key, entry.value::VARCHAR] FOR entry IN map_entries(from_json(logged, '"MAP(VARCHAR, JSON)"'))];

-- A value, as JSON text, under the name of its type in OTLP.
CREATE OR REPLACE MACRO otel_typed(value_text) AS CASE
  WHEN starts_with(value_text, '"') THEN json_object('stringValue', value_text::JSON)
  WHEN value_text IN ('true', 'false') THEN json_object('boolValue', value_text::JSON)
  WHEN regexp_matches(value_text, '^[{[]') THEN json_object('stringValue', value_text)
  WHEN value_text <> 'null' THEN json_object('doubleValue', value_text::JSON)
END;
CREATE OR REPLACE MACRO otel_attributes(keys, value_texts) AS
  [json_object('key', keys[place], 'value', otel_typed(value_texts[place])) FOR place IN range(1, len(keys) + 1) IF value_texts[place] <> 'null'];

-- Pairs of key and JSON text, objects taken apart into dotted keys, five deep: {"llm": {"token_count": {"prompt": 5}}} is llm.token_count.prompt.
CREATE OR REPLACE MACRO flatter_pairs(pairs) AS flatten([
  CASE WHEN starts_with(pair[2], '{') AND json_valid(pair[2]) AND NOT regexp_matches(pair[1], '(^|\.)(metadata|value|parameters|invocation_parameters)$')
    THEN [[pair[1] || '.' || inner_pair[1], inner_pair[2]] FOR inner_pair IN json_pairs(pair[2]::JSON)]
    ELSE [pair] END FOR pair IN pairs]);
CREATE OR REPLACE MACRO flat_pairs(pairs) AS flatter_pairs(flatter_pairs(flatter_pairs(flatter_pairs(pairs))));

-- An ISO 8601 duration (PT1M3.85S) in milliseconds.
CREATE OR REPLACE MACRO iso_milliseconds(logged) AS CASE WHEN regexp_full_match(logged, 'P(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?') THEN 1000 * (
  86400 * coalesce(TRY_CAST(regexp_extract(logged, '(\d+)D', 1) AS DOUBLE), 0) + 3600 * coalesce(TRY_CAST(regexp_extract(logged, '(\d+)H', 1) AS DOUBLE), 0)
  + 60 * coalesce(TRY_CAST(regexp_extract(logged, 'T.*?(\d+)M', 1) AS DOUBLE), 0) + coalesce(TRY_CAST(regexp_extract(logged, '(\d+(\.\d+)?)S', 1) AS DOUBLE), 0)
) END;

-- Jaeger drops the zeros in front of an id.
CREATE OR REPLACE MACRO jaeger_id(logged, digits) AS CASE WHEN regexp_full_match(logged, '[0-9a-fA-F]{1,' || digits || '}') THEN lower(lpad(logged, CASE WHEN length(logged) <= 16 AND digits = 32 THEN 32 ELSE digits END, '0')) ELSE logged END;

-- What a tool of Claude Code was given, as far as its span tells.
CREATE OR REPLACE MACRO agent_arguments(keys, texts) AS nullif(json_object_of(
  ['full_command', 'file_path', 'skill_name', 'subagent_type'],
  [to_json(attribute(keys, texts, name)) FOR name IN ['full_command', 'file_path', 'skill_name', 'subagent_type']]
)::VARCHAR, '{}');

-- Dollars of a call of GitHub Copilot: an AI credit (AIU) is billed at $0.01. `cost` was how many premium requests the call counted for,
-- 0.22 of one at the least: only less than that can be money.
CREATE OR REPLACE MACRO copilot_dollars(nano_credits, credits, logged_cost) AS coalesce(
  TRY_CAST(nano_credits AS DECIMAL(38, 9)) * 0.00000000001,
  TRY_CAST(credits AS DECIMAL(28, 12)) * 0.01,
  CASE WHEN TRY_CAST(logged_cost AS DOUBLE) < 0.22 THEN money(logged_cost) END
)::VARCHAR;

-- The tool calls of an answer that are told by numbered attributes: those of OpenInference, and of Traceloop. As asked_tools() has them.
CREATE OR REPLACE MACRO numbered_tools(keys, texts) AS [
  CASE WHEN len(calls) > 0 THEN to_json(calls)::VARCHAR END
  FOR calls IN [[
    {name: texts[list_position(keys, key)], arguments: canonical_json(texts[list_position(keys, regexp_replace(key, 'name$', 'arguments'))])}
    FOR key IN keys
    IF regexp_full_match(key, '(llm\.output_messages\.\d+\.message|gen_ai\.completion\.\d+)\.tool_calls\.\d+\.(tool_call\.function\.)?name')
  ]]
][1];
