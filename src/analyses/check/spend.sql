-- What was spent in each $period (day, week, month) that the window touches, and how much of the period has gone by at $now?
WITH spent AS (
  SELECT
    CASE $period
      WHEN 'week' THEN week_of(timezone(getvariable('tz'), started_at), getvariable('week_start'))
      ELSE date_trunc($period, timezone(getvariable('tz'), started_at))
    END AS start,
    trace_id,
    sum(cost_usd) AS cost_usd
  FROM picked
  WHERE started_at IS NOT NULL
  GROUP BY ALL
),
whole AS (
  SELECT start, sum(cost_usd) AS value, arg_min(trace_id, (-cost_usd, trace_id)) AS worst_trace_id
  FROM spent
  GROUP BY start
)
SELECT
  value,
  worst_trace_id,
  strftime(start, '%Y-%m-%d') AS since,
  least(1, date_diff('second', timezone(getvariable('tz'), start), $now::TIMESTAMPTZ)
    / date_diff('second', timezone(getvariable('tz'), start), timezone(getvariable('tz'), CASE $period
      WHEN 'day' THEN start + INTERVAL 1 DAY
      WHEN 'week' THEN start + INTERVAL 7 DAY
      ELSE start + INTERVAL 1 MONTH
    END))) AS elapsed
FROM whole
WHERE value IS NOT NULL
ORDER BY value DESC, start
