-- When do two tool calls ask the same, and what came of them? How dialects make arguments and results comparable without keeping results.

-- As a map it is taken apart once, not once for each key. The engine may test the second of two conditions first, and asking for
-- the type of what is no JSON ends the query.
CREATE MACRO sorted_json(logged) AS CASE
  WHEN json_type(TRY_CAST(logged AS JSON)) = 'OBJECT'
  THEN '{' || array_to_string([json_quote(pair.key) || ':' || coalesce(pair.value, 'null') FOR pair IN list_sort(map_entries(from_json(logged, '"MAP(VARCHAR, JSON)"')))], ',') || '}'
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

-- Four words with their blanks; a text of fewer is one shingle. By their places: to cut them out of the list takes three times as long.
CREATE MACRO shingle_hashes(words) AS list_sort([
  hash(concat_ws(' ', words[place], words[place + 1], words[place + 2], words[place + 3])) FOR place IN range(1, greatest(2, len(words) - 2))
]);
CREATE MACRO each_once(sorted) AS [item FOR item, place IN sorted IF place = 1 OR item <> sorted[place - 1]];

-- The 64 smallest hashes of its four-word shingles: their overlap estimates how alike two results are.
-- Inside lists, or the engine takes the words apart again for every four of them.
CREATE MACRO output_sketch(logged) AS CASE WHEN logged IS NOT NULL THEN [
  each_once(hashes)[:64] FOR hashes IN [shingle_hashes(words) FOR words IN [regexp_extract_all(left(masked(logged), 20000), '\S+')]]
][1] END;

-- Does a tool's result say that it failed, whatever its span says? Many servers answer failures as a success with `isError`, an `error` or a
-- status of HTTP in the text. Only the opening counts, behind at most two labels (`Command x returned: Error: …`): further on it may be
-- what was asked for, as in a log that the tool reads.
CREATE MACRO says_failed(logged) AS regexp_matches(left(logged, 400),
  '(?i)^\s*([^:\n"{]*\s[^:\n"{]*:\s*){0,2}(' ||
  'traceback \(most recent call last\)|(fatal |runtime |unexpected |internal )?(error|exception|failure)\s*:|[a-z_.]*[a-z](error|exception)\s*:' ||
  '|error (executing|calling|running|invoking|while|occurred|code|during|reading|parsing|fetching|when|performing|processing)\b|failed to [a-z]+' ||
  '|(http[/ 0-9.]*|status( code)?[: ]*|error[: ]*)?(4\d\d|5\d\d)[: -]+(bad request|unauthorized|payment required|forbidden|not found|method not allowed|not acceptable|request timeout|conflict|gone|payload too large|unprocessable|too many requests|internal server error|not implemented|bad gateway|service unavailable|gateway timeout)' ||
  '|[^\n]{0,200}(: command not found|: no such file or directory|: permission denied)\s*(\n|$)' ||
  ')|^\s*\{[^{}]*"(is_?error"\s*:\s*true|(success|ok)"\s*:\s*false|status"\s*:\s*"(error|failed|failure)"|error"\s*:\s*("[^"]|\{|true))|"is_?error"\s*:\s*true\s*\}?\s*$|^\s*<(tool_use_)?error>');

-- The tool calls that a model's answer asks for, whatever API it speaks: OpenAI (`tool_calls`, of chat completions or as LangChain has
-- them; `function_call`, of Responses), Anthropic (`tool_use`), Bedrock (`toolUse`), Gemini (`functionCall`), OpenTelemetry
-- (`tool_call`), the AI SDK (`toolName`).
-- A JSON list of names and canonical arguments; NULL: none. Inside lists, or the engine works on text that the guard keeps out.
CREATE MACRO asked_by(found, name_path, arguments_path) AS [
  {name: json_extract_string(call, name_path), arguments: canonical_json(json_extract_string(call, arguments_path))}
  FOR call IN CAST(found AS JSON[]) IF json_extract_string(call, name_path) <> ''
];
CREATE MACRO of_type(found, type_name) AS [part FOR part IN CAST(found AS JSON[]) IF json_extract_string(part, '$.type') = type_name];
CREATE MACRO asked_tools(answer) AS [
  CASE WHEN len(calls) > 0 THEN to_json(calls)::VARCHAR END
  FOR calls IN [
    list_concat(
      asked_by(json_extract(json, '$..tool_calls[*]'), '$.function.name', '$.function.arguments'),
      asked_by(json_extract(json, '$..tool_calls[*]'), '$.name', '$.args'),
      asked_by(of_type(list_concat(json_extract(json, '$[*]'), json_extract(json, '$..content[*]')), 'tool_use'), '$.name', '$.input'),
      asked_by(of_type(list_concat(json_extract(json, '$[*]'), json_extract(json, '$..output[*]')), 'function_call'), '$.name', '$.arguments'),
      asked_by(of_type(json_extract(json, '$..parts[*]'), 'tool_call'), '$.name', '$.arguments'),
      asked_by(json_extract(json, '$..functionCall'), '$.name', '$.args'),
      asked_by(json_extract(json, '$..toolUse'), '$.name', '$.input'),
      -- `args` until version 4.
      asked_by([call FOR call IN json_extract(json, '$[*]') IF json_exists(call, '$.args')], '$.toolName', '$.args'),
      asked_by([call FOR call IN json_extract(json, '$[*]') IF NOT json_exists(call, '$.args')], '$.toolName', '$.input')
    )
    FOR json IN [CASE WHEN regexp_matches(answer, '"(tool_calls|tool_use|function_call|tool_call|functionCall|toolUse|toolName)"') THEN TRY_CAST(answer AS JSON) END]
    IF json IS NOT NULL
  ]
][1];
