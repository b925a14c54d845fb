-- What do the spans that have landed in a new file cost?
UPDATE kept.landed SET cost_pico_usd = priced.computed_pico_usd, cost_assumed = priced.cost_assumed
FROM (
  SELECT kept_rowid, computed_pico_usd, nullif(price_assumed, false) AS cost_assumed
  FROM pico_calls('kept_usage', 'price')
  WHERE computed_pico_usd IS NOT NULL
) AS priced
WHERE landed.rowid = priced.kept_rowid
