-- How long until the first token?
SELECT
  model,
  count(ttft_ms) AS calls,
  quantile_cont(ttft_ms, 0.5) AS p50_ms,
  quantile_cont(ttft_ms, 0.95) AS p95_ms,
  max(ttft_ms) AS max_ms
FROM call
WHERE ttft_ms IS NOT NULL
GROUP BY model
ORDER BY p95_ms DESC, model NULLS LAST
