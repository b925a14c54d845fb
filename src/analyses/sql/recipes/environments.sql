-- Which share of the cost is not production?
SELECT
  environment,
  count(DISTINCT trace_id) AS traces,
  count_if(is_call) AS calls,
  sum(cost_usd) AS cost_usd,
  sum(cost_usd) / sum(sum(cost_usd)) OVER () AS share,
  count_if(is_unpriced) AS unpriced_calls
FROM span
GROUP BY environment
ORDER BY cost_usd DESC NULLS LAST, environment NULLS LAST
