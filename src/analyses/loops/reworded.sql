-- Which questions come back in other words? Those to a tool that changes nothing, that have half of their words in common with one of
-- the two calls of that tool before. The answer tells how much was in vain.
CREATE OR REPLACE TEMP TABLE loop_reworded AS
WITH worded AS (
  SELECT
    loop_keyed.rowid AS call_row, thread_key, tool_key, started_at, step, span_id, arguments, sketch_head,
    list_distinct([hash(word) FOR word IN string_split(translate(regexp_replace(lower(left(arguments, 600)), '"\w+"\s*:', ' ', 'g'), '"{}[],.?!', '         '), ' ') IF word <> '']) AS words
  FROM loop_keyed
  JOIN loop_tool USING (tool)
  WHERE is_prose(arguments) AND NOT is_change(names_change, arguments)
),
near AS (
  SELECT
    *,
    lag(words) OVER earlier AS last_words,
    lag(words, 2) OVER earlier AS words_before,
    coalesce(list_has_any(sketch_head, lag(sketch_head) OVER earlier), false) OR coalesce(list_has_any(sketch_head, lag(sketch_head, 2) OVER earlier), false) AS is_alike
  FROM worded
  WINDOW earlier AS (PARTITION BY thread_key, tool_key ORDER BY started_at NULLS LAST, step NULLS LAST, span_id NULLS LAST, arguments)
)
SELECT call_row, thread_key, CASE WHEN is_alike THEN 2 / 3 ELSE 1 / 3 END AS weight
FROM near
WHERE 3 * len(list_intersect(words, last_words)) >= len(words) + len(last_words)
  OR 3 * len(list_intersect(words, words_before)) >= len(words) + len(words_before)
