-- How slow are the models, usually and at worst?
SELECT
  model,
  count(latency_ms) AS calls,
  quantile_cont(latency_ms, 0.5) AS p50_ms,
  quantile_cont(latency_ms, 0.95) AS p95_ms,
  quantile_cont(latency_ms, 0.99) AS p99_ms,
  max(latency_ms) AS max_ms
FROM call
GROUP BY model
ORDER BY p95_ms DESC NULLS LAST, model NULLS LAST
