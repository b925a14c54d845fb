-- What did each miss cost? What was paid for its prompt minus what would have been, at the price table's own rates. NULL: no price.
CREATE OR REPLACE TEMP TABLE cache_loss AS
SELECT
  replay.* EXCLUDE (
    provider, model, service_tier, uncached_input_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, output_tokens,
    computed_pico_usd, price_assumed, rate_id
  ),
  -- A price of the request itself is paid with a cache as without.
  CASE WHEN replay.lost_tokens = 0 THEN 0 ELSE dollars(replay.computed_pico_usd - rate.request) END::DECIMAL(38, 12) AS lost_usd
FROM pico_calls('cache_replay', 'price') AS replay
LEFT JOIN rates('price') AS rate USING (rate_id)
