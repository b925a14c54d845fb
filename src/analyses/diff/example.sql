-- Which traces show it best? In each of the groups $groups on side $side the dearest one, and one of the middle.
WITH in_group AS (
  SELECT first_key, second_key, trace_key, sum(cost_usd) AS cost_usd, min(started_at) AS started_at
  FROM diff_part
  WHERE side & $side > 0 AND NOT is_unpriced AND list_contains($groups, to_json([first_key, second_key])::VARCHAR)
  GROUP BY ALL
),
placed AS (
  SELECT
    *,
    row_number() OVER (PARTITION BY first_key, second_key ORDER BY cost_usd DESC, trace_key) AS place,
    count(*) OVER (PARTITION BY first_key, second_key) AS traces
  FROM in_group
),
chosen AS (
  SELECT *, place = 1 AS is_dearest FROM placed WHERE place = 1 OR place = (traces + 1) // 2
)
SELECT
  list_position($groups, to_json([first_key, second_key])::VARCHAR)::INTEGER AS group_place,
  first_key,
  second_key,
  is_dearest,
  (SELECT min(complete.trace_id) FROM complete WHERE complete.trace_key = chosen.trace_key) AS trace_id,
  cost_usd,
  started_at
FROM chosen
ORDER BY group_place, is_dearest DESC
