-- What did each trace cost, the cheapest first?
SELECT trace_id, sum(cost_usd)::DOUBLE AS cost_usd
FROM picked
WHERE trace_id IS NOT NULL
GROUP BY trace_id
HAVING sum(cost_usd) IS NOT NULL
ORDER BY cost_usd, trace_id
