-- In which threads may a call have been in vain at least twice? Cheap signs, all of which redundancy.ts weighs: the same call again
-- within $span calls, a failure like the last one of the tool, another answer of it that says the same.
CREATE OR REPLACE TEMP TABLE loop_candidate AS
WITH again AS (
  SELECT
    thread_key,
    place - lag(place) OVER (PARTITION BY thread_key, asked_key ORDER BY place) <= $span
      OR is_telling AND NOT is_change AND place - lag(place) OVER (PARTITION BY thread_key, tool_key, output_digest ORDER BY place) <= $span AS is_sign
  FROM loop_step
),
failed AS (
  SELECT
    thread_key,
    place - lag(place) OVER earlier <= $span AND (
      coalesce(output_digest = lag(output_digest) OVER earlier, true)
      OR jaccard(left(arguments, 400) || ' ', lag(left(arguments, 400) || ' ') OVER earlier) >= 0.8
    ) AS is_sign
  FROM loop_step
  WHERE has_failed
  WINDOW earlier AS (PARTITION BY thread_key, tool_key ORDER BY place)
)
SELECT thread_key
FROM (FROM again WHERE is_sign UNION ALL FROM failed WHERE is_sign)
GROUP BY thread_key
HAVING count(*) >= 2
