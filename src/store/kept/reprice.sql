-- What do the spans of the file cost at other prices?
UPDATE kept.landed SET cost_pico_usd = again.computed_pico_usd, cost_assumed = nullif(again.price_assumed, false)
FROM pico_calls('kept_usage', 'price') AS again
WHERE landed.rowid = again.kept_rowid;
UPDATE kept.rollup SET cost_pico_usd = again.computed_pico_usd, cost_assumed = nullif(again.price_assumed, false)
FROM pico_calls('kept_remainder', 'price') AS again
WHERE rollup.span_key = again.span_key
