-- What does each user cost per day?
SELECT
  started_at::DATE AS day,
  user_id,
  count(DISTINCT trace_id) AS traces,
  count_if(is_call) AS calls,
  sum(cost_usd) AS cost_usd,
  count_if(is_unpriced) AS unpriced_calls
FROM span
GROUP BY ALL
ORDER BY day NULLS LAST, cost_usd DESC NULLS LAST, user_id NULLS LAST
