-- Which calls may have been in vain? Cheap signs, each with the most that redundancy.ts can make of it: the same call again within
-- $span calls with nothing changed in between, a failure like the last one of the tool, another answer of it that says the same, the question in other words.
CREATE OR REPLACE TEMP TABLE loop_sign AS
WITH again AS (
  SELECT
    thread_key,
    place,
    has_failed,
    output_key,
    sketch_head,
    lag(changes) OVER same = changes_before AS is_unchanged,
    place - lag(place) OVER same <= $span AS is_near,
    lag(has_failed) OVER same AS had_failed,
    lag(output_key) OVER same AS last_output,
    lag(sketch_head) OVER same AS last_head,
    lag(changes, 2) OVER same = changes_before AND place - lag(place, 2) OVER same <= $span AND lag(output_key, 2) OVER same = output_key AS is_answered_again
  FROM loop_step
  WINDOW same AS (PARTITION BY thread_key, asked_key ORDER BY place)
),
told AS (
  SELECT
    thread_key,
    place,
    lag(changes) OVER earlier = changes_before AND place - lag(place) OVER earlier <= $span AND (
      lag(output_key) OVER earlier = output_key OR lag(output_key, 2) OVER earlier = output_key
    ) AS is_sign
  FROM loop_step
  WHERE is_telling
  WINDOW earlier AS (PARTITION BY thread_key, tool_key ORDER BY place)
),
failed AS (
  SELECT
    thread_key,
    place,
    lag(changes) OVER earlier = changes_before AND place - lag(place) OVER earlier <= $span AND (
      coalesce(output_key = lag(output_key) OVER earlier, true)
      OR list_has_any(sketch_head, lag(sketch_head) OVER earlier)
      OR jaccard(left(arguments, 400) || ' ', lag(left(arguments, 400) || ' ') OVER earlier) >= 0.8
    ) AS is_sign
  FROM loop_step
  WHERE has_failed
  WINDOW earlier AS (PARTITION BY thread_key, tool_key ORDER BY place)
),
weighed AS (
  SELECT
    thread_key,
    place,
    CASE
      WHEN had_failed AND has_failed THEN if(is_unchanged, 1, 0.35)
      WHEN had_failed OR NOT is_unchanged THEN 0
      WHEN last_output IS NULL OR output_key IS NULL THEN 0.9
      WHEN last_output = output_key OR list_has_any(sketch_head, last_head) THEN 1
      ELSE 0
    END AS weight
  FROM again
  WHERE is_near
)
SELECT thread_key, place, weight FROM weighed WHERE weight > 0
UNION ALL
SELECT thread_key, place, 1 FROM again WHERE is_answered_again
UNION ALL
SELECT thread_key, place, 0.5 FROM told WHERE is_sign
UNION ALL
SELECT thread_key, place, 1 / 3 FROM failed WHERE is_sign
UNION ALL
SELECT thread_key, place, weight FROM loop_reworded JOIN loop_step USING (thread_key, call_row)
