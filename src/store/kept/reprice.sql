-- What do the spans of the file cost at the prices of now?
UPDATE kept.landed SET cost_pico_usd = again.computed_pico_usd, cost_assumed = nullif(again.price_assumed, false)
FROM pico_calls('kept_usage', 'price') AS again
WHERE landed.rowid = again.kept_rowid
  AND (landed.cost_pico_usd IS DISTINCT FROM again.computed_pico_usd OR landed.cost_assumed IS DISTINCT FROM nullif(again.price_assumed, false))
