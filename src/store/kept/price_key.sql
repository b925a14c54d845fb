-- Which models of the file need a price?
DELETE FROM kept.price_key;
INSERT INTO kept.price_key
SELECT DISTINCT provider, model, service_tier
FROM kept_usage
WHERE model IS NOT NULL
  AND coalesce(uncached_input_tokens, output_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens) IS NOT NULL
