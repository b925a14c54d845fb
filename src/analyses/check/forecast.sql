-- What did each day from $since on spend, and what its weekday usually does: the median of the four weeks before it?
WITH day AS (
  SELECT timezone(getvariable('tz'), started_at)::DATE AS day, sum(cost_usd) AS cost_usd, max(started_at) AS last_at
  FROM picked
  WHERE started_at IS NOT NULL
  GROUP BY day
  HAVING sum(cost_usd) IS NOT NULL
),
compared AS (
  SELECT later.day, any_value(later.cost_usd) AS cost_usd, any_value(later.last_at) AS last_at, median(earlier.cost_usd) AS usual_usd, count(*) AS days
  FROM day AS later
  JOIN day AS earlier ON earlier.day IN (later.day - 7, later.day - 14, later.day - 21, later.day - 28)
  GROUP BY later.day
)
SELECT
  (cost_usd / usual_usd)::DOUBLE AS value,
  cost_usd,
  usual_usd,
  strftime(day, '%Y-%m-%d') AS day,
  days::BIGINT AS days,
  (
    SELECT arg_min(trace_id, (-cost, trace_id))
    FROM (SELECT trace_id, sum(cost_usd) AS cost FROM picked WHERE timezone(getvariable('tz'), started_at)::DATE = compared.day GROUP BY trace_id)
  ) AS worst_trace_id
FROM compared
WHERE usual_usd > 0 AND coalesce(last_at >= $since::TIMESTAMPTZ, $since IS NULL)
ORDER BY value DESC, day
LIMIT 1
