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

-- What is no ISO 8601: a comma before the milliseconds (Python's logging), a date of HTTP, the [seconds, nanoseconds] of OpenTelemetry's JavaScript SDK.
CREATE MACRO odd_instant(logged) AS CASE
  WHEN regexp_full_match(logged, '\[\s*\d{1,11}\s*,\s*\d{1,9}\s*\]')
  THEN epoch_instant(TRY_CAST(regexp_extract(logged, '\d+') || '.' || lpad(regexp_extract(logged, ',\s*(\d+)', 1), 9, '0') AS DECIMAL(38, 9)))
  WHEN contains(logged, ',') THEN coalesce(TRY_CAST(replace(logged, ',', '.') AS TIMESTAMPTZ), try_strptime(logged, '%a, %d %b %Y %H:%M:%S %Z'))
END;

-- An instant: ISO 8601 (a time without a zone is read in the session's TimeZone, which is --assume-tz while logs are read),
-- or epoch seconds, milliseconds, microseconds or nanoseconds, told apart by magnitude (< 1e11 s, < 1e14 ms, < 1e17 us).
CREATE MACRO instant(logged) AS coalesce(
  TRY_CAST(logged AS TIMESTAMPTZ),
  -- Inside a list, or the engine computes the repeated cast for every row before it knows whether it is asked for.
  [epoch_instant(epoch) FOR epoch IN [TRY_CAST(logged AS DECIMAL(38, 9))]][1],
  odd_instant(logged)
);

-- True for a time of day without a zone (Z, UTC, Europe/Paris) or offset; epochs have none to miss.
CREATE MACRO is_naive(logged) AS
  CASE WHEN ends_with(logged, 'Z') THEN false ELSE contains(logged, ':') AND NOT regexp_matches(logged, '([A-Za-z]|[+-]\d\d:?(\d\d)?)\s*$') END;

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

-- Milliseconds that may be added to an instant: beyond thirty years is no duration, and might not fit.
CREATE MACRO fitting_ms(milliseconds) AS CASE WHEN abs(milliseconds) < 1e12 THEN milliseconds END;

-- A key of 64 bits for a text. The engine's hash takes text in blocks of eight characters, and one for another that differs in the
-- last characters of two blocks (of 'task-0001/run-001' and its like every ninth): so it takes it twice, shifted by half a block. (To cut it with substr() costs more: that counts characters.)
CREATE MACRO text_key(written) AS hash(written, '    ' || written);

-- The trace_key of spans that belong to no trace.
CREATE MACRO no_trace_key() AS text_key(NULL::VARCHAR);

-- The sum of what is known: NULL only when both are.
CREATE MACRO known_sum(one, other) AS coalesce(one + other, one, other);

-- Does a span log usage of its own?
CREATE MACRO has_usage(input_tokens, output_tokens, reported_cost_usd) AS
  input_tokens IS NOT NULL OR output_tokens IS NOT NULL OR reported_cost_usd IS NOT NULL;

-- The logged cost is trusted unless it is missing, negative, or 0 for a call that used tokens: a logged 0 is not free unless the price table says so.
CREATE MACRO chosen_cost(mode, reported, computed, input_tokens, output_tokens) AS CASE
  WHEN mode = 'computed' THEN computed
  WHEN mode = 'reported' THEN CASE WHEN reported >= 0 THEN reported END
  WHEN reported IS NULL THEN computed
  WHEN reported > 0 OR reported = 0 AND NOT coalesce(known_sum(input_tokens, output_tokens) > 0, false) THEN reported
  ELSE computed
END;

-- Does a value match any of the globs? No globs: no filter.
CREATE MACRO matches_any(value, globs) AS
  globs IS NULL OR len([1 FOR pattern IN globs IF value GLOB pattern]) > 0;

-- The first day of the week of a local time; weeks start on 'mon' or 'sun'.
CREATE MACRO week_of(local, week_start) AS
  CASE week_start WHEN 'sun' THEN date_trunc('week', local + INTERVAL 1 DAY) - INTERVAL 1 DAY ELSE date_trunc('week', local) END;

-- The value of the first tag `key:value` or `key=value`.
CREATE MACRO tag_value(tags, key) AS
  [tag[length(key) + 2:] FOR tag IN tags IF starts_with(tag, key || ':') OR starts_with(tag, key || '=')][1];

-- The JSON path of an attribute, whose name may hold dots.
CREATE MACRO attribute_path(key) AS '$."' || replace(key, '"', '\"') || '"';

-- How many spans one stands for. ot=th: the share of all spans below the threshold, of 56 bits, was dropped; ot=p: 1 of 2^p was kept.
CREATE MACRO trace_state_weight(trace_state) AS CASE
  WHEN contains(trace_state, 'th:') THEN 1 / nullif(1 - TRY_CAST('0x' || rpad(regexp_extract(trace_state, '\bth:([0-9a-f]{1,14})', 1), 14, '0') AS UBIGINT) / 72057594037927936, 0)
  WHEN contains(trace_state, 'p:') THEN pow(2, TRY_CAST(regexp_extract(trace_state, '\bp:(\d+)', 1) AS INTEGER))
END;

-- One field of a JSON text that may be none: NULL, never an error.
CREATE MACRO json_field(logged, path) AS CASE WHEN json_valid(logged) THEN json_extract_string(logged, path) END;

-- The keys with a short value, as one JSON object: a scalar or a list of scalars of at most 200 characters.
CREATE MACRO is_short(value) AS length(value) <= 202 AND value NOT IN ('null', '""', '[]') AND NOT contains(left(value, 1), '{') AND NOT starts_with(value, '[{') AND NOT starts_with(value, '[[');
-- Of a key that is there twice the first short value is taken: a map has it once.
CREATE MACRO json_object_of(keys, json_values) AS coalesce([
  to_json(map_from_entries(list_filter(kept, lambda pair, place: list_position(list_transform(kept, lambda one: one[1]), pair[1]) = place)))
  FOR kept IN [list_filter(list_zip(keys, json_values), lambda pair: is_short(pair[2]::VARCHAR))]
][1], '{}');

-- Several objects of attributes as one, the last one that has a name wins; NULL when there is nothing in them.
CREATE MACRO merged_attributes(first, second) AS nullif(json_merge_patch('{}', coalesce(first, '{}'), coalesce(second, '{}'))::VARCHAR, '{}')::JSON;

-- Is text under this attribute what people or models said, or what a tool was given or gave back? Names and ids of such are not.
CREATE MACRO is_content(key) AS
  regexp_matches(key, '^(gen_ai\.(prompt|completion)\.\d|llm\.(input_messages|output_messages|prompts|completions|tools)\.|exception\.|logfire\.)')
  OR regexp_matches(lower(key),
    '(message|prompt|completion|content|instruction|argument|query|question|answer|document|embedding|transcript|thought|statement)|' ||
    '(^|[._])(inputs?|outputs?|results?|response|args|body|text|values?|object|data|payload|schema|description|parameters|stacktrace|msg)$')
  AND NOT regexp_matches(lower(key), '(id|name|version|key|hash|digest|type|model|source)$');

-- The text of one attribute of an OpenTelemetry span: attributes are two lists side by side. Far cheaper than a MAP.
CREATE MACRO attribute(keys, texts, key) AS texts[list_position(keys, key)];

-- The first of several spellings that is there. Slower to run than `attribute` but far faster to plan: for the rare ones.
CREATE MACRO first_attribute(keys, texts, names) AS list_filter(list_transform(names, lambda name: texts[list_position(keys, name)]), lambda found: found IS NOT NULL)[1];
