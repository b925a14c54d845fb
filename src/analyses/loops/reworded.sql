-- Which questions come back in other words? Those to a tool that changes nothing, that have half of their words in common with one of
-- the two calls of that tool before. The answer tells how much was in vain.
INSERT INTO loop_sign
WITH worded AS (
  SELECT
    thread_key, tool_key, place, sketch_head,
    list_distinct([hash(word) FOR word IN string_split(translate(regexp_replace(lower(left(arguments, 600)), '"\w+"\s*:', ' ', 'g'), '"{}[],.?!', '         '), ' ') IF word <> '']) AS words
  FROM loop_step
  WHERE NOT is_change AND is_prose
),
near AS (
  SELECT
    *,
    lag(words) OVER earlier AS last_words,
    lag(words, 2) OVER earlier AS words_before,
    coalesce(list_has_any(sketch_head, lag(sketch_head) OVER earlier), false) OR coalesce(list_has_any(sketch_head, lag(sketch_head, 2) OVER earlier), false) AS is_alike
  FROM worded
  WINDOW earlier AS (PARTITION BY thread_key, tool_key ORDER BY place)
)
SELECT thread_key, place, CASE WHEN is_alike THEN 2 / 3 ELSE 1 / 3 END
FROM near
WHERE 3 * len(list_intersect(words, last_words)) >= len(words) + len(last_words)
  OR 3 * len(list_intersect(words, words_before)) >= len(words) + len(words_before)
