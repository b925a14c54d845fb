-- Which models, as the log names them, need a price?
SELECT DISTINCT provider, model, service_tier
FROM complete
WHERE model IS NOT NULL
  AND coalesce(input_tokens, output_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens) IS NOT NULL
ORDER BY provider NULLS FIRST, model, service_tier NULLS FIRST
