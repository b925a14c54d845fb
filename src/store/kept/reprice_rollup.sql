-- What does cost at the prices of now what spans have beyond those below them?
UPDATE kept.rollup SET cost_pico_usd = again.computed_pico_usd, cost_assumed = nullif(again.price_assumed, false)
FROM pico_calls('kept_remainder', 'price') AS again
WHERE rollup.span_key = again.span_key
