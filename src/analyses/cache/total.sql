-- What does all of it come to?
SELECT
  count(*)::BIGINT AS groups,
  sum(calls)::BIGINT AS calls,
  sum(cost_usd) AS cost_usd,
  sum(input_tokens)::BIGINT AS input_tokens,
  sum(read_tokens) / nullif(sum(input_tokens), 0) AS hit_ratio,
  sum(expected_tokens)::BIGINT AS expected_tokens,
  sum(read_tokens)::BIGINT AS read_tokens,
  sum(written_tokens)::BIGINT AS written_tokens,
  sum(lost_tokens)::BIGINT AS lost_tokens,
  sum(lost_usd) AS lost_usd,
  (sum(lost_usd) / nullif(sum(cost_usd), 0))::DOUBLE AS lost_share,
  sum(avoidable_usd) AS avoidable_usd,
  sum(known_calls)::BIGINT AS known_calls,
  sum(unpriced_misses)::BIGINT AS unpriced_misses,
  sum(unpriced_calls)::BIGINT AS unpriced_calls,
  sum(assumed_prices)::BIGINT AS assumed_prices,
  sum(placeholder_calls)::BIGINT AS placeholder_calls,
  sum(unattributed_spans)::BIGINT AS unattributed_spans
FROM cache_group
