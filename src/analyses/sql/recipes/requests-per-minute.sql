-- How many requests per minute does each model get, in minutes with any and at the peak?
WITH minutes AS (
  SELECT model, date_trunc('minute', started_at) AS minute, count(*) AS calls
  FROM call
  WHERE started_at IS NOT NULL
  GROUP BY ALL
)
SELECT
  model,
  sum(calls) AS calls,
  count(*) AS busy_minutes,
  sum(calls) / count(*) AS calls_per_busy_minute,
  max(calls) AS peak_calls,
  arg_max(minute, (calls, -epoch(minute))) AS peak_at
FROM minutes
GROUP BY model
ORDER BY peak_calls DESC, model NULLS LAST
