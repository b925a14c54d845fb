-- Which calls are asked about? Those of the models that the pattern means: by the name as logged, or by the listed name it stands for.
CREATE OR REPLACE TEMPORARY TABLE whatif_call AS
SELECT
  provider,
  model,
  service_tier,
  started_at,
  input_tokens,
  uncached_input_tokens,
  cache_read_tokens,
  cache_write_5m_tokens,
  cache_write_1h_tokens,
  output_tokens,
  cost_usd
FROM picked
WHERE is_call
  AND (
    regexp_matches(model, $pattern, 'is')
    OR model IN (SELECT price.model FROM price WHERE regexp_matches(split_part(price.matched, ':', 2), $pattern, 'is'))
  )
