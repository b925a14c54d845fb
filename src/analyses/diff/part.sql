-- What did each model cost in each group of each trace, on which side, and for which tokens? Calls whose cost is not known stand apart.
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
  -- What to doubt is a key, not a count: it hardly ever tells rows apart, and counts for each trace take room.
  price_assumed AS is_assumed,
  is_output_placeholder AND is_call AS is_placeholder,
  usage_role = 'unattributed' AS is_unattributed,
  min(started_at) AS started_at,
  count(*) AS spans,
  sum(cost_usd) AS cost_usd,
  sum(uncached_input_tokens)::BIGINT AS uncached_tokens,
  sum(cache_read_tokens)::BIGINT AS read_tokens,
  sum(cache_write_5m_tokens)::BIGINT AS write_5m_tokens,
  sum(cache_write_1h_tokens)::BIGINT AS write_1h_tokens,
  sum(output_tokens)::BIGINT AS output_tokens
FROM grouped('picked')
WHERE (cost_usd IS NOT NULL OR is_unpriced) AND side_of(started_at, source_id) > 0
GROUP BY ALL
