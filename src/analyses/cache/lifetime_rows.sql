-- What would prompts have cost with each lifetime? Dollars of prompts alone; saved: less than as it was.
WITH summed AS (
  SELECT
    lifetime,
    count(*)::BIGINT AS calls,
    count_if(gap_s > lifetime)::BIGINT AS expired,
    sum(cache_read_tokens) / nullif(sum(input_tokens), 0) AS hit_ratio,
    sum(cache_read_tokens)::BIGINT AS read_tokens,
    sum(known_sum(cache_write_5m_tokens, cache_write_1h_tokens))::BIGINT AS written_tokens,
    sum(computed_cost_usd) AS prompt_usd
  FROM priced_calls('cache_lifetime', 'price')
  GROUP BY lifetime
)
SELECT
  summed.lifetime AS lifetime_s,
  summed.calls,
  summed.expired,
  summed.hit_ratio,
  summed.read_tokens,
  summed.written_tokens,
  summed.prompt_usd,
  logged.prompt_usd - summed.prompt_usd AS saved_usd
FROM summed
CROSS JOIN (SELECT prompt_usd FROM summed WHERE lifetime IS NULL) AS logged
WHERE summed.lifetime IS NOT NULL
ORDER BY summed.lifetime
