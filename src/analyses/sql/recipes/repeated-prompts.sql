-- Which prompts are sent again and again, and what would that cost in a month?
-- $times: sent at least so often (default: 2)
WITH observed AS (
  SELECT date_diff('day', min(started_at)::DATE, max(started_at)::DATE) + 1 AS days FROM call
)
SELECT
  prompt_digest,
  count(*) AS calls,
  sum(cost_usd) AS cost_usd,
  count(*) / any_value(observed.days) AS calls_per_day,
  sum(cost_usd) / any_value(observed.days) * 30 AS projected_30_days_usd,
  min(name) AS name,
  min(feature) AS feature,
  count_if(is_unpriced) AS unpriced_calls
FROM call
CROSS JOIN observed
WHERE prompt_digest IS NOT NULL
GROUP BY prompt_digest
HAVING count(*) >= $times::BIGINT
ORDER BY cost_usd DESC NULLS LAST, calls DESC, prompt_digest
