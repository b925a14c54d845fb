-- What does a request cost on average, by trace and by model call?
SELECT
  feature,
  count(DISTINCT trace_id) AS traces,
  count_if(is_call) AS calls,
  sum(cost_usd) AS cost_usd,
  sum(cost_usd) / nullif(count(DISTINCT trace_id) FILTER (cost_usd IS NOT NULL), 0) AS per_trace_usd,
  sum(cost_usd) / nullif(count_if(is_call AND cost_usd IS NOT NULL), 0) AS per_call_usd,
  count_if(is_unpriced) AS unpriced_calls
FROM span
GROUP BY feature
ORDER BY cost_usd DESC NULLS LAST, feature NULLS LAST
