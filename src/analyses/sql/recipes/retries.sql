-- What was tried again right after it had failed in the same trace?
WITH attempt AS (
  SELECT
    trace_id,
    kind,
    coalesce(tool_name, name) AS name,
    started_at,
    span_id,
    arguments,
    cost_usd,
    coalesce(status = 'error', false) OR coalesce(is_error, false) AS has_failed
  FROM span
  WHERE is_call OR kind = 'tool'
),
ordered AS (
  SELECT
    *,
    lag(has_failed, 1, false) OVER steps AS follows_failure,
    lag(arguments) OVER steps = arguments AS is_identical
  FROM attempt
  WINDOW steps AS (PARTITION BY trace_id, kind, name ORDER BY started_at, span_id)
)
SELECT
  kind,
  name,
  count(*) AS calls,
  count_if(has_failed) AS errors,
  count_if(follows_failure) AS retries,
  count_if(is_identical) FILTER (follows_failure) AS identical_retries,
  count_if(follows_failure AND has_failed) AS failed_retries,
  sum(cost_usd) FILTER (follows_failure) AS retry_cost_usd
FROM ordered
GROUP BY kind, name
HAVING count_if(has_failed) > 0
ORDER BY retries DESC, errors DESC, kind, name NULLS LAST
