-- Which calls cost what on which side, in which group and for which tokens? Those whose cost is not known stand apart. Not summed up by
-- trace: that would hardly make them fewer, and takes longer than all that is asked of them.
CREATE OR REPLACE TEMP TABLE diff_part AS
SELECT
  side_of(started_at, source_id) AS side,
  trace_key,
  first_key,
  second_key,
  model,
  is_unpriced,
  user_id,
  rate_id,
  price_assumed AS is_assumed,
  is_output_placeholder AND is_call AS is_placeholder,
  usage_role = 'unattributed' AS is_unattributed,
  started_at,
  cost_usd,
  uncached_input_tokens AS uncached_tokens,
  cache_read_tokens AS read_tokens,
  cache_write_5m_tokens AS write_5m_tokens,
  cache_write_1h_tokens AS write_1h_tokens,
  output_tokens
FROM grouped('picked')
WHERE (cost_usd IS NOT NULL OR is_unpriced) AND side_of(started_at, source_id) > 0
