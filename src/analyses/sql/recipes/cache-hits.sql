-- Which share of the prompts came from the cache, by feature and day?
SELECT
  feature,
  started_at::DATE AS day,
  count(*) AS calls,
  sum(input_tokens) AS input_tokens,
  sum(cache_read_tokens) AS cache_read_tokens,
  sum(cache_read_tokens) / nullif(sum(input_tokens), 0) AS hit_ratio
FROM call
WHERE cache_read_tokens IS NOT NULL
GROUP BY ALL
ORDER BY feature NULLS LAST, day NULLS LAST
