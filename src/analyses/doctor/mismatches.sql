-- Of which calls does the reported cost contradict the computed one? The most dollars first; $limit rows, `total` counts all.
-- Costs that were rounded to four decimals differ by a factor of hundreds where they are small: only dollars above the floor count.
SELECT
  span_id,
  trace_id,
  model,
  reported_cost_usd,
  computed_cost_usd,
  reported_cost_usd - computed_cost_usd AS difference_usd,
  (reported_cost_usd / nullif(computed_cost_usd, 0))::DOUBLE AS ratio,
  (count(*) OVER ())::BIGINT AS total
FROM examined
WHERE is_call
  AND reported_cost_usd > 0
  AND abs(reported_cost_usd - computed_cost_usd) > 0.0005
  AND abs(reported_cost_usd - computed_cost_usd) > 0.05 * greatest(reported_cost_usd, computed_cost_usd)
ORDER BY abs(difference_usd) DESC, trace_id NULLS LAST, span_id NULLS LAST, started_at NULLS LAST, reported_cost_usd, computed_cost_usd
LIMIT $limit
