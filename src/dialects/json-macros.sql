-- How is a value found that stands somewhere in JSON, or in JSON inside JSON? Used by the dialects of platforms, whose records nest; after macros.sql.

-- The JSON that a text is; NULL: it is none. The engine may compute what stands behind a guard for rows that the guard keeps out:
-- so text becomes JSON here, and functions of JSON get nothing else.
CREATE OR REPLACE MACRO json_of(logged) AS TRY_CAST(logged AS JSON);

-- An object that was logged as such or as the text of one (JSON in JSON); NULL: it is neither.
CREATE OR REPLACE MACRO object_of(value) AS CASE json_type(value) WHEN 'OBJECT' THEN value END;
CREATE OR REPLACE MACRO logged_object(logged) AS CASE json_type(json_of(logged))
  WHEN 'OBJECT' THEN json_of(logged)
  WHEN 'VARCHAR' THEN object_of(json_of(json_of(logged) ->> '$'))
END;

-- The first of several places in a JSON value that holds something, as text; and as a count of tokens.
CREATE OR REPLACE MACRO text_at(logged, paths) AS nullif(list_any_value(json_extract_string(logged, paths)), '');
CREATE OR REPLACE MACRO count_at(logged, paths) AS token_count(text_at(logged, paths));

-- Does a `usage` leave cached tokens out of its input? Of the providers' APIs only Anthropic's does, and it alone names them so.
CREATE OR REPLACE MACRO is_anthropic_usage(usage) AS text_at(usage, ['$.prompt_tokens']) IS NULL AND text_at(usage, ['$.cache_read_input_tokens', '$.cache_creation_input_tokens']) IS NOT NULL;

-- The value of one member of an object, whatever characters its name has; a number or text as text.
CREATE OR REPLACE MACRO member_text(logged, name) AS json_extract_string(logged, '/' || replace(replace(name, '~', '~0'), '/', '~1'));

-- The short values of a JSON object, without keys of APIs and what people, models or tools wrote: what becomes attributes. '{}' when there are none.
CREATE OR REPLACE MACRO short_members(logged) AS '{' || array_to_string([json_quote(member.name)::VARCHAR || ':' || member.value FOR member IN
  [{name: name, value: json_extract(logged, '/' || replace(replace(name, '~', '~0'), '/', '~1'))::VARCHAR} FOR name IN coalesce(list_sort(list_distinct(json_keys(logged))), [])]
  IF is_short(member.value) AND NOT starts_with(member.value, '"sk-') AND NOT (starts_with(member.value, '"') AND is_content(member.name))], ',') || '}';

-- The class or the HTTP status that an error's text names: RateLimitError of `openai.RateLimitError: Error code: 429`. Never the text.
CREATE OR REPLACE MACRO error_class(message) AS coalesce(
  nullif(regexp_extract(message, '(?:^|[\s.(])([A-Z][A-Za-z0-9_]{0,60}(?:Error|Exception|Timeout|Interrupt|Exceeded|Exhausted))\b', 1), ''),
  nullif(regexp_extract(message, '^([A-Za-z_][\w.]{0,79})\s*(?::|\(|$)', 1), ''),
  nullif(regexp_extract(message, '\b([45]\d\d)\b', 1), '')
);

-- An instant of a writer that says its times are UTC: a time without a zone is one, whatever --assume-tz says.
CREATE OR REPLACE MACRO utc_instant(logged) AS instant(CASE WHEN is_naive(logged) THEN logged || '+00' ELSE logged END);

-- A list of texts, logged as a list or as the text of one.
CREATE OR REPLACE MACRO logged_texts(logged) AS nullif(CASE json_type(json_of(logged))
  WHEN 'ARRAY' THEN json_extract_string(json_of(logged), '$[*]')
  WHEN 'VARCHAR' THEN json_extract_string(json_of(json_of(logged) ->> '$'), '$[*]')
END, []);

-- A text that was logged as itself or as JSON text (`"LLM"` for LLM); any other value as it stands.
CREATE OR REPLACE MACRO logged_text(logged) AS CASE json_type(json_of(logged)) WHEN 'VARCHAR' THEN json_of(logged) ->> '$' WHEN 'NULL' THEN NULL ELSE logged END;
