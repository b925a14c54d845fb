-- The closed vocabularies: one byte each instead of text.
CREATE TYPE kind AS ENUM ('llm', 'embedding', 'tool', 'retrieval', 'agent', 'other');
CREATE TYPE status AS ENUM ('ok', 'error');
-- Why input_tokens was taken to hold the cached tokens, or not to; sorted as text is.
CREATE TYPE convention AS ENUM (
  'exclusive against dialect', 'exclusive by dialect', 'exclusive by excess', 'exclusive by provider', 'exclusive by total',
  'inclusive by dialect', 'inclusive by provider', 'inclusive by total', 'named'
);

-- How text of a log becomes a value: used by every dialect. Text that is no such value gives NULL, never an error.

CREATE MACRO epoch_instant(epoch) AS make_timestamptz((CASE
  WHEN epoch < 0 OR epoch >= 10000000000000000000 THEN NULL
  WHEN epoch < 100000000000 THEN epoch * 1000000
  WHEN epoch < 100000000000000 THEN epoch * 1000
  WHEN epoch < 100000000000000000 THEN epoch
  ELSE epoch * 0.001
END)::BIGINT);

-- An instant: ISO 8601 (a time without a zone is read in the session's TimeZone, which is --assume-tz while logs are read),
-- or epoch seconds, milliseconds, microseconds or nanoseconds, told apart by magnitude (< 1e11 s, < 1e14 ms, < 1e17 us).
CREATE MACRO instant(logged) AS coalesce(
  TRY_CAST(logged AS TIMESTAMPTZ),
  -- Inside a list, or the engine computes the repeated cast for every row before it knows whether it is asked for.
  [epoch_instant(epoch) FOR epoch IN [TRY_CAST(logged AS DECIMAL(38, 9))]][1]
);

-- True for a time of day without a zone or offset; epochs have none to miss.
CREATE MACRO is_naive(logged) AS
  contains(logged, ':') AND NOT regexp_matches(logged, '([Zz]|[+-]\d\d:?(\d\d)?)\s*$');

CREATE MACRO non_negative(number) AS CASE WHEN number >= 0 THEN number END;

-- A count of tokens: a whole number, not negative. '12.7' is none; '12.0' and '1e3' are.
CREATE MACRO token_count(logged) AS CASE
  WHEN contains(logged, '.') THEN CASE WHEN TRY_CAST(logged AS DOUBLE) % 1 = 0 THEN non_negative(TRY_CAST(TRY_CAST(logged AS DOUBLE) AS BIGINT)) END
  ELSE TRY_CAST(TRY_CAST(logged AS UBIGINT) AS BIGINT)
END;

-- Dollars as logged: NaN and Infinity are no amounts.
CREATE MACRO money(logged) AS TRY_CAST(logged AS DECIMAL(18, 12));

-- A measure that may have a fraction (milliseconds, temperature): NaN and Infinity are none.
CREATE MACRO measure(logged) AS CASE WHEN isfinite(TRY_CAST(logged AS DOUBLE)) THEN TRY_CAST(logged AS DOUBLE) END;

CREATE MACRO sorted_json(logged) AS CASE
  WHEN json_valid(logged) AND json_type(logged) = 'OBJECT'
  THEN '{' || array_to_string([json_quote(key) || ':' || json_extract(logged, '/' || replace(replace(key, '~', '~0'), '/', '~1')) FOR key IN list_sort(list_distinct(json_keys(logged)))], ',') || '}'
  ELSE logged
END;

-- Arguments of a tool call, comparable: keys sorted; a value beyond 2,000 characters is cut and carries the digest of the whole.
CREATE MACRO canonical_json(logged) AS CASE
  WHEN length(logged) > 2000 THEN left(sorted_json(logged), 1960) || '…' || md5(sorted_json(logged))
  ELSE sorted_json(logged)
END;

-- A tool's result without keeping it: what changes from call to call (times, durations, hex ids) is masked first.
CREATE MACRO masked(logged) AS regexp_replace(regexp_replace(lower(logged),
  '\d{4}-\d\d-\d\d[t ]\d\d:\d\d(:\d\d(\.\d+)?)?(z|[+-]\d\d:?\d\d)?|\b\d+(\.\d+)?\s*(ms|s|seconds|secs)\b', '<time>', 'g'),
  '\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b[0-9a-f]{12,}\b', '<id>', 'g');

CREATE MACRO output_digest(logged) AS md5(masked(logged));

CREATE MACRO sketch_of_words(words) AS list_sort(list_distinct(
  [hash(array_to_string(words[place:place + 3], ' ')) FOR place IN range(1, greatest(2, len(words) - 2))]
))[:64];

-- The 64 smallest hashes of its four-word shingles: their overlap estimates how alike two results are.
CREATE MACRO output_sketch(logged) AS CASE WHEN logged IS NOT NULL THEN sketch_of_words(regexp_extract_all(left(masked(logged), 20000), '\S+')) END;

-- The sum of what is known: NULL only when both are.
CREATE MACRO known_sum(one, other) AS coalesce(one + other, one, other);

-- Does a span log usage of its own?
CREATE MACRO has_usage(input_tokens, output_tokens, reported_cost_usd) AS
  input_tokens IS NOT NULL OR output_tokens IS NOT NULL OR reported_cost_usd IS NOT NULL;

-- The logged cost is trusted unless it is missing, negative, or 0 for a call that used tokens: a logged 0 is not free unless the price table says so.
CREATE MACRO chosen_cost(mode, reported, computed, input_tokens, output_tokens) AS CASE
  WHEN mode = 'computed' THEN computed
  WHEN mode = 'reported' THEN CASE WHEN reported >= 0 THEN reported END
  WHEN reported > 0 OR reported = 0 AND NOT coalesce(known_sum(input_tokens, output_tokens) > 0, false) THEN reported
  ELSE computed
END;

-- Does a value match any of the globs? No globs: no filter.
CREATE MACRO matches_any(value, globs) AS
  globs IS NULL OR len([1 FOR pattern IN globs IF value GLOB pattern]) > 0;

-- The text of one attribute of an OpenTelemetry span: attributes are two lists side by side. Far cheaper than a MAP.
CREATE MACRO attribute(keys, texts, key) AS texts[list_position(keys, key)];

-- The first of several spellings that is there. Slower to run than `attribute` but far faster to plan: for the rare ones.
CREATE MACRO first_attribute(keys, texts, names) AS list_filter(list_transform(names, lambda name: texts[list_position(keys, name)]), lambda found: found IS NOT NULL)[1];

-- An OpenTelemetry id as lower-case hex; base64 of 8 or 16 bytes and a leading 0x are known spellings of one. Other ids stay.
CREATE MACRO otel_id(logged) AS CASE
  WHEN strlen(logged) IN (16, 32) AND logged = lower(logged) THEN logged
  WHEN logged = '' THEN NULL
  WHEN regexp_full_match(logged, '[0-9a-fA-F]{16}|[0-9a-fA-F]{32}') THEN lower(logged)
  WHEN regexp_full_match(logged, '0[xX]([0-9a-fA-F]{16}|[0-9a-fA-F]{32})') THEN lower(substr(logged, 3))
  WHEN regexp_full_match(logged, '[A-Za-z0-9+/]{11}=|[A-Za-z0-9+/]{22}==') THEN lower(hex(from_base64(logged)))
  ELSE logged
END;

-- The first day of the week of a local time; weeks start on 'mon' or 'sun'.
CREATE MACRO week_of(local, week_start) AS
  CASE week_start WHEN 'sun' THEN date_trunc('week', local + INTERVAL 1 DAY) - INTERVAL 1 DAY ELSE date_trunc('week', local) END;

-- The value of the first tag `key:value` or `key=value`.
CREATE MACRO tag_value(tags, key) AS
  [tag[length(key) + 2:] FOR tag IN tags IF starts_with(tag, key || ':') OR starts_with(tag, key || '=')][1];

-- The JSON path of an attribute, whose name may hold dots.
CREATE MACRO attribute_path(key) AS '$."' || replace(key, '"', '\"') || '"';

-- Nanoseconds since the epoch, exact: OTLP's text or number, or the [seconds, nanoseconds] pair of the JavaScript SDK. 0 is no time.
CREATE MACRO otel_nanoseconds(logged) AS nullif(greatest(TRY_CAST(CASE
  WHEN starts_with(logged, '[') THEN regexp_extract(logged, '\d+') || lpad(regexp_extract(logged, ',\s*(\d+)', 1), 9, '0')
  ELSE logged
END AS BIGINT), 0), 0);

-- One field of a JSON text that may be none: NULL, never an error.
CREATE MACRO json_field(logged, path) AS CASE WHEN json_valid(logged) THEN json_extract_string(logged, path) END;

-- An OTLP value that is a list or a map, as plain JSON one level deep (what is deeper keeps OTLP's own spelling).
CREATE MACRO otel_scalar(logged) AS coalesce(logged->'$.stringValue', (TRY_CAST(logged->>'$.intValue' AS BIGINT)::VARCHAR)::JSON, logged->'$.doubleValue', logged->'$.boolValue', logged);
CREATE MACRO otel_value(logged) AS CASE
  WHEN json_exists(logged, '$.kvlistValue') THEN '{' || array_to_string([(entry->'$.key') || ':' || otel_scalar(entry->'$.value') FOR entry IN json_extract(logged, '$.kvlistValue.values[*]')], ',') || '}'
  WHEN json_exists(logged, '$.arrayValue') THEN '[' || array_to_string([otel_scalar(entry) FOR entry IN json_extract(logged, '$.arrayValue.values[*]')], ',') || ']'
END;

-- The value of a list or a map among a span's attributes, as plain JSON: read already (`structured`), else out of the span's text.
CREATE MACRO structured_attribute(span, structured, place) AS
  otel_value(coalesce(structured[place], json_extract(span, '$.attributes[' || (place - 1) || '].value')));

-- The scopes of a resource's spans, under the name of the protocol and its older one.
CREATE MACRO otel_scopes(resource) AS CASE
  WHEN resource.instrumentationLibrarySpans IS NULL THEN resource.scopeSpans
  ELSE list_concat(resource.scopeSpans, resource.instrumentationLibrarySpans)
END;

-- Does an export of logs, or of metrics, come from a coding agent or hold calls of models? Another dialect reads it.
CREATE MACRO otel_has_calls(logs) AS regexp_matches(logs, '(?i)claude_code|gemini|qwen|codex|copilot|gen_ai');
CREATE MACRO otel_has_agents(metrics) AS regexp_matches(metrics, '(?i)claude_code|gemini|qwen|codex|copilot');

-- The fields of a span as SDKs and generic tracers print it, under every name that they have for them.
CREATE MACRO otel_bare(span) AS from_json(span, '{"trace_id":"VARCHAR","span_id":"VARCHAR","id":"VARCHAR","parent_span_id":"VARCHAR","parentId":"VARCHAR","parent_id":"VARCHAR",
      "operation_name":"VARCHAR","start_time":"VARCHAR","startTime":"VARCHAR","start_time_unix_nano":"VARCHAR","timestamp":"VARCHAR","end_time":"VARCHAR","endTime":"VARCHAR","end_time_unix_nano":"VARCHAR",
      "duration":"VARCHAR","duration_ms":"VARCHAR","latency_ms":"VARCHAR","kind":"VARCHAR","status":"VARCHAR","status_code":"VARCHAR",
      "context":{"trace_id":"VARCHAR","span_id":"VARCHAR","trace_state":"VARCHAR"},"spanContext":{"traceId":"VARCHAR","spanId":"VARCHAR","traceState":"VARCHAR"},"_spanContext":{"traceId":"VARCHAR","spanId":"VARCHAR","traceState":"VARCHAR"},"parentSpanContext":{"spanId":"VARCHAR"},
      "instrumentationScope":"VARCHAR","instrumentationLibrary":"VARCHAR","started_at":"VARCHAR","hrTime":"VARCHAR","timeUnixNano":"VARCHAR",
      "resourceSpans":"VARCHAR","resourceLogs":"VARCHAR","resourceMetrics":"VARCHAR"}');

-- The keys with a short value, as one JSON object: a scalar or a list of scalars of at most 200 characters.
CREATE MACRO is_short(value) AS length(value) <= 202 AND value NOT IN ('null', '""', '[]') AND NOT contains(left(value, 1), '{') AND NOT starts_with(value, '[{') AND NOT starts_with(value, '[[');
CREATE MACRO json_object_of(keys, json_values) AS coalesce(
  to_json(map_from_entries(list_filter(list_zip(keys, json_values), lambda pair: is_short(pair[2]::VARCHAR)))), '{}'
);

-- Is this attribute of an OpenTelemetry span told by a column of `logged`?
CREATE MACRO is_otel_column(key) AS regexp_full_match(key,
  'gen_ai\.(operation\.name|system|provider\.name|usage\..*|cost\..*|conversation\.id|agent\.name|user|request\.(model|temperature|max_tokens)|response\.(model|id|finish_reasons|time_to_first_chunk)|(openai\.)?(request|response)\.service_tier|tool\.name|tool\.call\.(arguments|result)|workflow\.name)' ||
  '|openai\.(request|response)\.service_tier|openinference\.span\.kind' ||
  '|llm\.((token_count|cost|usage)\..*|model|model_name|provider|system|vendor|(input|output|total|prompt|completion|reasoning|cached|cache_read|cache_write)_tokens|ttft_ms|cost|cost_usd|temperature|max_tokens|user|request\.(type|model|temperature|max_tokens)|response\.(model|id|finish_reason)|invocation_parameters)' ||
  '|traceloop\.(span\.kind|workflow\.name|association\.properties\.(user_id|session_id|feature))' ||
  '|ai\.(operationId|model\.(id|provider)|usage\..*|response\.(id|model|finishReason|msToFirstChunk|providerMetadata)|telemetry\.(functionId|metadata\.(userId|sessionId))|toolCall\..*|settings\.(temperature|maxTokens|maxOutputTokens))' ||
  '|operation\.cost|cost_usd|tool\.name|user\.id|enduser\.id|session\.id|feature|environment|env|deployment\.environment(\.name)?' ||
  '|service\.version|error\.type|tag\.tags|tags|metadata|SampleRate|sampling\.probability');

-- Is text under this attribute what people or models said, or what a tool was given or gave back? Names and ids of such are not.
CREATE MACRO is_otel_content(key) AS
  regexp_matches(key, '^(gen_ai\.(prompt|completion)\.\d|llm\.(input_messages|output_messages|prompts|completions|tools)\.|exception\.|logfire\.)')
  OR regexp_matches(lower(key),
    '(message|prompt|completion|content|instruction|argument|query|question|answer|document|embedding|transcript|thought|statement)|' ||
    '(^|[._])(inputs?|outputs?|results?|response|args|body|text|values?|object|data|payload|schema|description|parameters|stacktrace|msg)$')
  AND NOT regexp_matches(lower(key), '(id|name|version|key|hash|digest|type|model|source)$');

-- Attributes of an OpenTelemetry record as pairs of key and text: a list of key and value as OTLP has it, or a plain object.
CREATE MACRO otel_pairs(logged) AS CASE json_type(logged)
  WHEN 'OBJECT' THEN [[entry.key, entry.value] FOR entry IN map_entries(from_json(logged, '"MAP(VARCHAR, VARCHAR)"'))]
  WHEN 'ARRAY' THEN [
    [entry ->> '$.key', coalesce(entry ->> '$.value.stringValue', entry ->> '$.value.intValue', entry ->> '$.value.doubleValue', entry ->> '$.value.boolValue', otel_value(entry -> '$.value'))]
    FOR entry IN json_extract(logged, '$[*]')]
END;

-- Is this attribute of a log record an attribute of its span, told by no column and no text?
CREATE MACRO is_log_attribute(key) AS NOT is_otel_column(key) AND NOT is_otel_content(key) AND NOT regexp_full_match(key,
  '(event|prompt|user)\.(name|timestamp|sequence|id)|prompt_id|model|duration_ms|cost_usd|ttft_ms|.*(tokens|token_count)|(tool|function)_(name|args|input|use_id|parameters)|success|error|error_type|request_id|client_request_id|call_id|conversation\.id|app\.version');

-- A span that stands in no export has its resource within it.
CREATE MACRO no_resources() AS NULL::STRUCT("key" VARCHAR, "value" STRUCT(stringValue VARCHAR, intValue VARCHAR, doubleValue VARCHAR, boolValue VARCHAR))[][];

-- Pairs of key and JSON text of an object.
CREATE MACRO json_pairs(logged) AS [[entry.key, entry.value::VARCHAR] FOR entry IN map_entries(from_json(logged, '"MAP(VARCHAR, JSON)"'))];

-- A value, as JSON text, under the name of its type in OTLP.
CREATE MACRO otel_typed(value_text) AS CASE
  WHEN starts_with(value_text, '"') THEN json_object('stringValue', value_text::JSON)
  WHEN value_text IN ('true', 'false') THEN json_object('boolValue', value_text::JSON)
  WHEN regexp_matches(value_text, '^[{[]') THEN json_object('stringValue', value_text)
  WHEN value_text <> 'null' THEN json_object('doubleValue', value_text::JSON)
END;
CREATE MACRO otel_attributes(keys, value_texts) AS
  [json_object('key', keys[place], 'value', otel_typed(value_texts[place])) FOR place IN range(1, len(keys) + 1) IF value_texts[place] <> 'null'];

-- Pairs of key and JSON text, objects taken apart into dotted keys, five deep: {"llm": {"token_count": {"prompt": 5}}} is llm.token_count.prompt.
CREATE MACRO flatter_pairs(pairs) AS flatten([
  CASE WHEN starts_with(pair[2], '{') AND json_valid(pair[2]) AND NOT regexp_matches(pair[1], '(^|\.)(metadata|value|parameters|invocation_parameters)$')
    THEN [[pair[1] || '.' || inner_pair[1], inner_pair[2]] FOR inner_pair IN json_pairs(pair[2]::JSON)]
    ELSE [pair] END FOR pair IN pairs]);
CREATE MACRO flat_pairs(pairs) AS flatter_pairs(flatter_pairs(flatter_pairs(flatter_pairs(pairs))));

-- An ISO 8601 duration (PT1M3.85S) in milliseconds.
CREATE MACRO iso_milliseconds(logged) AS CASE WHEN regexp_full_match(logged, 'P(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?') THEN 1000 * (
  86400 * coalesce(TRY_CAST(regexp_extract(logged, '(\d+)D', 1) AS DOUBLE), 0) + 3600 * coalesce(TRY_CAST(regexp_extract(logged, '(\d+)H', 1) AS DOUBLE), 0)
  + 60 * coalesce(TRY_CAST(regexp_extract(logged, 'T.*?(\d+)M', 1) AS DOUBLE), 0) + coalesce(TRY_CAST(regexp_extract(logged, '(\d+(\.\d+)?)S', 1) AS DOUBLE), 0)
) END;

-- Jaeger drops the zeros in front of an id.
CREATE MACRO jaeger_id(logged, digits) AS CASE WHEN regexp_full_match(logged, '[0-9a-fA-F]{1,' || digits || '}') THEN lower(lpad(logged, CASE WHEN length(logged) <= 16 AND digits = 32 THEN 32 ELSE digits END, '0')) ELSE logged END;
