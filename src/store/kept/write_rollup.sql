-- Whose usage repeats that of spans below, what is left of it, and what that costs.
INSERT INTO kept.rollup BY NAME
SELECT span_key, usage_role, rollup.input_tokens, rollup.output_tokens, rollup.reported_cost_usd, costs.cost_pico_usd, costs.cost_assumed
FROM rollup
LEFT JOIN (
  SELECT DISTINCT ON (span_key) span_key, computed_pico_usd AS cost_pico_usd, nullif(price_assumed, false) AS cost_assumed
  FROM pico_calls('unattributed', 'price')
  ORDER BY span_key
) AS costs USING (span_key)
