-- What did each call cost? As it was computed at import, at the prices that still hold.
CREATE OR REPLACE MACRO priced(spans) AS TABLE
SELECT
  span.* EXCLUDE (cost_pico_usd, cost_assumed),
  dollars(CASE WHEN span.usage_role IS NULL THEN span.cost_pico_usd ELSE remainder.cost_pico_usd END) AS computed_cost_usd,
  coalesce(CASE WHEN span.usage_role IS NULL THEN span.cost_assumed ELSE remainder.cost_assumed END, false) AS price_assumed
FROM query_table(spans) AS span
LEFT JOIN rollup AS remainder USING (span_key)
