-- In which order were the tool calls of each thread made, which ask for the same, and which change something? One row per call that
-- says what it asks for; `place` counts the calls of a thread from 1, `changes` those up to it that changed something anew: what was
-- written up to $span calls before and is written again does not, as an agent that takes turns between two versions goes round too.
CREATE OR REPLACE TEMP TABLE loop_step AS
-- One change of the text a step: a macro within a macro would be worked out once for every time that its parameter is named.
WITH plain AS (
  SELECT *, without_volatile(without_remarks(lower(arguments))) AS text FROM loop_called WHERE arguments IS NOT NULL
),
numbered AS (
  SELECT * REPLACE (with_plain_numbers(without_blanks(text)) AS text) FROM plain
),
filled AS (
  SELECT * REPLACE (without_empty(text) AS text) FROM numbered
),
asked AS MATERIALIZED (
  SELECT * REPLACE (without_empty(text) AS text), has_command(arguments) AS has_command FROM filled
),
-- Objects in objects, written with their keys in another order: what stands under which path.
shuffled AS (
  SELECT unnest(list(DISTINCT text)) AS text
  FROM asked
  WHERE contains(text[2:], '{')
  GROUP BY thread_key, tool, list_sort(string_split(replace(replace(text, '{', ','), '}', ','), ','))
  HAVING min(text) <> max(text)
),
nested AS (
  SELECT text, (SELECT string_agg(fullkey || '=' || atom::VARCHAR, ' ' ORDER BY fullkey) FROM json_tree(texts.text::JSON) WHERE atom IS NOT NULL) AS paths
  FROM (SELECT DISTINCT text FROM shuffled WHERE json_valid(text)) AS texts
),
known AS (
  SELECT tool, names_change(tool) AS names_change FROM (SELECT DISTINCT tool FROM asked)
),
keyed AS (
  SELECT
    asked.* EXCLUDE (text, has_command),
    text,
    text_key(tool) AS tool_key,
    if(output_digest IS NULL, NULL, hash(output_digest)) AS output_key,
    hash(text_key(tool), text_key(CASE WHEN text IN ('', 'null') THEN '{}' ELSE coalesce(nested.paths, text) END)) AS asked_key,
    CASE
      WHEN NOT has_command THEN known.names_change
      WHEN looks_only(arguments) THEN false
      ELSE known.names_change OR commands_change(arguments)
    END AS is_change,
    is_prose(arguments) AS is_prose
  FROM asked
  JOIN known USING (tool)
  LEFT JOIN nested USING (text)
),
placed AS (
  SELECT * EXCLUDE (text, step), row_number() OVER (PARTITION BY thread_key ORDER BY started_at NULLS LAST, step NULLS LAST, span_id NULLS LAST, text) AS place
  FROM keyed
),
made AS (
  SELECT
    *,
    is_change AND NOT has_failed
      AND coalesce(place - lag(place) OVER (PARTITION BY thread_key, asked_key, is_change AND NOT has_failed ORDER BY place) > $span, true) AS is_new_change
  FROM placed
)
SELECT *, count_if(is_new_change) OVER (PARTITION BY thread_key ORDER BY place) AS changes, changes - is_new_change::BIGINT AS changes_before FROM made
