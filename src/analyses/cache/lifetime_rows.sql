-- What would prompts have cost with each lifetime? Dollars of prompts alone; saved: less than as it was. Calls that pay the same
-- rates are summed before they are priced: a price is the same for every token of a class.
WITH rated AS (
  SELECT
    -- One of unknown price, or whose counts are corrupt, has none.
    CASE WHEN computed_pico_usd IS NOT NULL THEN rate_id END AS rate_id,
    count(*)::BIGINT AS calls,
    sum(input_tokens)::HUGEINT AS input_tokens,
    sum(uncached_input_tokens)::HUGEINT AS uncached_tokens,
    sum(cached_tokens)::HUGEINT AS cached_tokens,
    sum(cache_read_tokens)::HUGEINT AS read_tokens,
    sum(read_300_tokens)::HUGEINT AS read_300_tokens,
    sum(read_3600_tokens)::HUGEINT AS read_3600_tokens,
    sum(cache_write_5m_tokens)::HUGEINT AS written_5m_tokens,
    sum(cache_write_1h_tokens)::HUGEINT AS written_1h_tokens,
    count_if(gap_s > 300)::BIGINT AS expired_300,
    count_if(gap_s > 3600)::BIGINT AS expired_3600
  FROM pico_calls('cache_lifetime', 'price')
  GROUP BY ALL
),
lived AS (
  SELECT
    rate_id, calls, input_tokens, uncached_tokens,
    unnest([
      {lifetime: NULL, expired: NULL, would_read: read_tokens, short: written_5m_tokens, long: written_1h_tokens},
      {lifetime: 300, expired: expired_300, would_read: read_300_tokens, short: cached_tokens - read_300_tokens, long: NULL},
      {lifetime: 3600, expired: expired_3600, would_read: read_3600_tokens, short: NULL, long: cached_tokens - read_3600_tokens}
    ], max_depth := 2)
  FROM rated
),
priced AS (
  SELECT
    lived.*,
    billed(lived.uncached_tokens, rate.input) + billed(lived.would_read, rate.cache_read) + billed(lived.short, rate.cache_write_5m)
      + billed(lived.long, rate.cache_write_1h) + lived.calls * rate.request AS pico_usd
  FROM lived
  LEFT JOIN rates('price') AS rate USING (rate_id)
),
summed AS (
  SELECT
    lifetime,
    sum(calls)::BIGINT AS calls,
    sum(expired)::BIGINT AS expired,
    (sum(would_read) / nullif(sum(input_tokens), 0))::DOUBLE AS hit_ratio,
    sum(would_read)::BIGINT AS read_tokens,
    sum(known_sum(short, long))::BIGINT AS written_tokens,
    sum(pico_usd) AS pico_usd
  FROM priced
  GROUP BY lifetime
),
costing AS (
  -- Whole dollars by themselves: a sum of pico-dollars may have more digits than dollars() takes.
  SELECT *, (pico_usd // 1000000000000)::DECIMAL(38, 12) + dollars(pico_usd % 1000000000000) AS prompt_usd FROM summed
)
SELECT
  costing.lifetime AS lifetime_s,
  costing.calls,
  costing.expired,
  costing.hit_ratio,
  costing.read_tokens,
  costing.written_tokens,
  costing.prompt_usd,
  logged.prompt_usd - costing.prompt_usd AS saved_usd
FROM costing
CROSS JOIN (SELECT prompt_usd FROM costing WHERE lifetime IS NULL) AS logged
WHERE costing.lifetime IS NOT NULL
ORDER BY costing.lifetime
