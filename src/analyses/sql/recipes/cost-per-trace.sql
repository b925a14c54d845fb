-- How are the costs of traces distributed?
SELECT
  feature,
  count(cost_usd) AS traces,
  sum(cost_usd) / nullif(count(cost_usd), 0) AS mean_usd,
  quantile_cont(cost_usd, 0.5) AS p50_usd,
  quantile_cont(cost_usd, 0.9) AS p90_usd,
  quantile_cont(cost_usd, 0.99) AS p99_usd,
  max(cost_usd) AS max_usd,
  arg_max(trace_id, cost_usd) AS dearest_trace_id
FROM trace
GROUP BY feature
ORDER BY sum(cost_usd) DESC NULLS LAST, feature NULLS LAST
