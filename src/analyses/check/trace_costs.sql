-- What did each trace cost, and how many model calls did it make? The cheapest first.
SELECT trace_id, sum(cost_usd)::DOUBLE AS cost_usd, count_if(is_call)::INTEGER AS calls
FROM picked
WHERE trace_id IS NOT NULL
GROUP BY trace_id
HAVING sum(cost_usd) IS NOT NULL
ORDER BY cost_usd, trace_id
