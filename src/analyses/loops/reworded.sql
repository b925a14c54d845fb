-- In which other threads does a question come back in other words? Those with three calls or more, of a tool that changes nothing,
-- that have half of their words in common with one of the two calls of that tool before.
INSERT INTO loop_candidate
WITH worded AS (
  SELECT
    thread_key, tool_key, place,
    list_distinct([hash(word) FOR word IN string_split(translate(lower(left(arguments, 600)), '"{}[],:.?!', '          '), ' ') IF word <> '']) AS words
  FROM loop_step
  WHERE NOT is_change
    AND is_wordy
    AND thread_key NOT IN (SELECT thread_key FROM loop_candidate)
),
near AS (
  SELECT
    thread_key,
    words,
    lag(words) OVER earlier AS last_words,
    lag(words, 2) OVER earlier AS words_before
  FROM worded
  WINDOW earlier AS (PARTITION BY thread_key, tool_key ORDER BY place)
)
SELECT thread_key
FROM near
GROUP BY thread_key
HAVING count_if(
  3 * len(list_intersect(words, last_words)) >= len(words) + len(last_words)
  OR 3 * len(list_intersect(words, words_before)) >= len(words) + len(words_before)
) >= 3
