-- Which models failed in the last hours, and how often?
-- $hours: hours before the newest call (default: 6)
SELECT
  model,
  count(*) AS calls,
  count(*) FILTER (status = 'error') AS errors,
  count(*) FILTER (status = 'error') / count(*) AS error_rate,
  max(started_at) FILTER (status = 'error') AS last_error_at
FROM call
WHERE started_at > (SELECT max(started_at) FROM call) - to_hours($hours::BIGINT)
GROUP BY model
ORDER BY errors DESC, calls DESC, model NULLS LAST
