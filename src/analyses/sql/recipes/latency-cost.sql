-- Are the slow calls the expensive ones?
WITH ranked AS (
  SELECT model, latency_ms, cost_usd, ntile(10) OVER (PARTITION BY model ORDER BY latency_ms DESC, cost_usd DESC) AS tenth
  FROM call
  WHERE latency_ms IS NOT NULL AND cost_usd IS NOT NULL
)
SELECT
  model,
  count(*) AS calls,
  corr(latency_ms, cost_usd) AS correlation,
  sum(cost_usd) FILTER (tenth = 1) / nullif(sum(cost_usd), 0) AS slowest_tenth_cost_share
FROM ranked
GROUP BY model
ORDER BY correlation DESC NULLS LAST, model NULLS LAST
