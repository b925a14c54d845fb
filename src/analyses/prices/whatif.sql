-- What did these calls cost, and what would they have cost as the other model? Over the calls for which both are known.
SELECT
  sum(cost_usd) FILTER (computed_cost_usd IS NOT NULL) AS cost_usd,
  sum(computed_cost_usd) FILTER (cost_usd IS NOT NULL) AS as_cost_usd,
  sum(computed_cost_usd - cost_usd) AS delta_usd,
  (count(*) FILTER (computed_cost_usd IS NOT NULL AND cost_usd IS NOT NULL))::INTEGER AS calls,
  (count(*) FILTER (computed_cost_usd IS NULL OR cost_usd IS NULL))::INTEGER AS unpriced_calls
FROM priced_calls('whatif_call', 'whatif_price')
