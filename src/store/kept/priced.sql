-- What did each call cost? As it was computed at import, at the prices that still hold.
CREATE OR REPLACE MACRO priced() AS TABLE
SELECT
  spans.* EXCLUDE (cost_pico_usd, cost_assumed),
  dollars(CASE WHEN spans.usage_role IS NULL THEN spans.cost_pico_usd ELSE remainder.cost_pico_usd END) AS computed_cost_usd,
  coalesce(CASE WHEN spans.usage_role IS NULL THEN spans.cost_assumed ELSE remainder.cost_assumed END, false) AS price_assumed
FROM filtered AS spans
LEFT JOIN rollup AS remainder USING (span_key)
