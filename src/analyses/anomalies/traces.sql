-- The traces to look at first: the dearest of each listed finding.
SELECT rank, list(trace_id ORDER BY cost_usd DESC NULLS LAST, trace_id)[:3] AS trace_ids
FROM (
  SELECT rank, trace_id, sum(cost_usd) AS cost_usd
  FROM compared_call
  WHERE side = 'after'
  GROUP BY rank, trace_id
)
GROUP BY rank
ORDER BY rank
