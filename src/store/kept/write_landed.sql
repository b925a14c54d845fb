-- The spans that are new in the file, with what each costs at the prices of now.
INSERT INTO kept.landed BY NAME
SELECT
  columns(lambda name: list_contains($columns, name)),
  source_id,
  CASE WHEN NOT getvariable('kept_span_is_call')[source_id] THEN call_key END AS call_key,
  CASE WHEN uncached_input_tokens IS NULL AND output_tokens IS NULL THEN total_tokens END AS total_tokens,
  computed_pico_usd AS cost_pico_usd,
  nullif(price_assumed, false) AS cost_assumed
FROM pico_calls('complete', 'price')
WHERE is_aside IS DISTINCT FROM false
