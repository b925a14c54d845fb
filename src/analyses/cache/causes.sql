-- What did each cause cost?
SELECT
  cause,
  count(*)::BIGINT AS calls,
  sum(lost_tokens)::BIGINT AS lost_tokens,
  sum(lost_usd) AS lost_usd,
  known_sum(0::DECIMAL(38, 12), sum(lost_usd) FILTER (is_avoidable)) AS avoidable_usd,
  count_if(lost_usd IS NULL)::BIGINT AS unpriced_misses
FROM cache_loss
GROUP BY cause
ORDER BY lost_usd DESC NULLS LAST, lost_tokens DESC, calls DESC, cause
