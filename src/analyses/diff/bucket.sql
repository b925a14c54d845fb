-- What did the traces of each side cost, one by one, or, where there are more than $most of them, in so many bundles by chance?
WITH side_trace AS (
  SELECT bit, trace_key, sum(cost_usd) AS cost_usd
  FROM diff_part
  JOIN diff_side USING (side)
  WHERE NOT is_unpriced
  GROUP BY bit, trace_key
),
counted AS (
  SELECT bit, count(*) AS traces FROM side_trace GROUP BY bit
)
SELECT
  bit AS side,
  count(*)::DOUBLE AS traces,
  sum(cost_usd)::DOUBLE AS cost_usd
FROM side_trace
JOIN counted USING (bit)
GROUP BY bit, CASE WHEN counted.traces > $most THEN (trace_key >> 16) % $most ELSE trace_key END
ORDER BY side, cost_usd, traces
