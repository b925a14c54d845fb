-- How many answers were cut off at the token limit?
SELECT
  feature,
  model,
  count(*) AS calls,
  count_if(lower(stop_reason) IN ('max_tokens', 'length', 'max_output_tokens')) AS truncated,
  count_if(lower(stop_reason) IN ('max_tokens', 'length', 'max_output_tokens')) / count(*) AS truncation_rate,
  max(max_tokens) AS highest_limit_tokens
FROM call
WHERE stop_reason IS NOT NULL
GROUP BY feature, model
ORDER BY truncated DESC, truncation_rate DESC, feature NULLS LAST, model NULLS LAST
