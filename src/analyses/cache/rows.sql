-- The groups that lost most, the first $limit of them.
SELECT
  (row_number() OVER (ORDER BY lost_usd DESC NULLS LAST, lost_tokens DESC NULLS LAST, cost_usd DESC NULLS LAST, first_key NULLS LAST, second_key NULLS LAST))::BIGINT AS rank,
  first_key,
  second_key,
  calls,
  cost_usd,
  input_tokens,
  read_tokens / nullif(input_tokens, 0) AS hit_ratio,
  expected_tokens,
  read_tokens,
  written_tokens,
  lost_tokens,
  lost_usd,
  (lost_usd / nullif(cost_usd, 0))::DOUBLE AS lost_share,
  avoidable_usd,
  causes,
  known_calls,
  unpriced_misses,
  unpriced_calls
FROM cache_group
ORDER BY rank
LIMIT $limit
