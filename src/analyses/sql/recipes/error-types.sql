-- How often does each type of error occur, in model calls and in tool calls?
WITH attempt AS (
  SELECT kind, error_type, coalesce(status = 'error', false) OR coalesce(is_error, false) AS has_failed
  FROM span
  WHERE is_call OR kind = 'tool'
),
attempts AS (
  SELECT kind, count(*) AS attempts FROM attempt GROUP BY kind
)
SELECT
  kind,
  error_type,
  count(*) AS errors,
  count(*) / any_value(attempts.attempts) AS error_rate
FROM attempt
JOIN attempts USING (kind)
WHERE has_failed
GROUP BY kind, error_type
ORDER BY errors DESC, kind, error_type NULLS LAST
