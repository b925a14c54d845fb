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
  min(started_at) AS started_at,
  count(*) AS spans,
  count(cost_usd) AS calls,
  sum(cost_usd) AS cost_usd,
  sum(uncached_input_tokens)::BIGINT AS uncached_tokens,
  sum(cache_read_tokens)::BIGINT AS read_tokens,
  sum(cache_write_5m_tokens)::BIGINT AS write_5m_tokens,
  sum(cache_write_1h_tokens)::BIGINT AS write_1h_tokens,
  sum(output_tokens)::BIGINT AS output_tokens,
  count_if(price_assumed) AS assumed_prices,
  count_if(is_output_placeholder AND is_call) AS placeholder_calls,
  count_if(usage_role = 'unattributed') AS unattributed_spans
FROM grouped('picked')
WHERE (cost_usd IS NOT NULL OR is_unpriced) AND side_of(started_at, source_id) > 0
GROUP BY ALL
