-- How often does each tool fail, and how long does it take?
SELECT
  tool_name,
  count(*) AS calls,
  count(*) FILTER (status = 'error' OR is_error) AS errors,
  count(*) FILTER (status = 'error' OR is_error) / count(*) AS error_rate,
  quantile_cont(latency_ms, 0.5) AS p50_ms,
  quantile_cont(latency_ms, 0.95) AS p95_ms
FROM tool_call
GROUP BY tool_name
ORDER BY error_rate DESC, calls DESC, tool_name NULLS LAST
