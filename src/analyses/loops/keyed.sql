-- Which tool calls of a thread ask for the same? One row per call that says what it asks for, in no order: `asked_key` is equal for equal
-- ones, `nested_text` is there only where it may yet turn out so (shuffled.sql).
CREATE OR REPLACE TEMP TABLE loop_keyed AS
-- One change of the text a step: a macro within a macro would be worked out once for every time that its parameter is named.
WITH plain AS (
  SELECT *, without_volatile(without_remarks(lower(arguments))) AS text FROM loop_called WHERE arguments IS NOT NULL
),
numbered AS (
  SELECT * REPLACE (with_plain_numbers(without_blanks(text)) AS text) FROM plain
),
filled AS (
  SELECT *, without_empty(text) AS filled_text FROM numbered
),
-- What has become empty by that goes too.
asked AS (
  SELECT * EXCLUDE (filled_text) REPLACE (CASE WHEN filled_text = text THEN text ELSE without_empty(filled_text) END AS text) FROM filled
)
SELECT
  * EXCLUDE (text),
  text_key(tool) AS tool_key,
  CASE WHEN output_digest IS NOT NULL THEN hash(output_digest) END AS output_key,
  hash(text_key(tool), text_key(CASE WHEN text IN ('', 'null') THEN '{}' ELSE text END)) AS asked_key,
  CASE WHEN contains(text[2:], '{') THEN text END AS nested_text
FROM asked
