-- How long did the calls of each side, and of each group of it, take? `is_whole`: the row is the whole side.
SELECT
  bit AS side,
  grouping(first_key) = 1 AS is_whole,
  first_key,
  second_key,
  quantile_cont(latency_ms, [0.5, 0.95]) AS quantiles
FROM (
  SELECT side_of(started_at, source_id) AS side, first_key, second_key, latency_ms
  FROM grouped('unpriced')
  WHERE is_counted AND latency_ms IS NOT NULL
)
JOIN diff_side USING (side)
GROUP BY GROUPING SETS ((bit), (bit, first_key, second_key))
ORDER BY is_whole DESC, first_key NULLS LAST, second_key NULLS LAST, side
