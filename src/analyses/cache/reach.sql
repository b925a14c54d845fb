-- How much of all prompts had been sent before, from their first block on, to the same model, within each lifetime? What a cache
-- without any fault could have read: each front of a prompt is known by the digests of its blocks up to there, whoever sent it.
WITH block AS (
  SELECT
    cache_call.call,
    cache_call.model_id,
    cache_call.at_us,
    unnest([{place: place, digest: hash(place, span.blocks[place].part, span.blocks[place].digest), tokens: span.blocks[place].tokens} FOR place IN range(1, len(span.blocks) + 1)], max_depth := 2)
  FROM cache_call
  JOIN unpriced AS span ON span.landed_row = cache_call.call
  WHERE cache_call.is_call AND cache_call.at_us IS NOT NULL AND len(span.blocks) > 0 AND span.blocks[1].tokens IS NOT NULL
),
front AS (
  SELECT model_id, at_us, call, tokens, sum(digest) OVER (PARTITION BY call ORDER BY place) AS front FROM block
),
aged AS (
  SELECT tokens, (at_us - lag(at_us) OVER (PARTITION BY model_id, front ORDER BY at_us, call)) / 1000000 AS age_s FROM front
)
SELECT
  lifetime.seconds AS lifetime_s,
  sum(CASE WHEN aged.age_s <= lifetime.seconds OR lifetime.seconds IS NULL AND aged.age_s IS NOT NULL THEN aged.tokens ELSE 0 END) / sum(aged.tokens) AS reachable_ratio,
  sum(aged.tokens)::BIGINT AS prompt_tokens
FROM aged
CROSS JOIN (VALUES (60), (300), (600), (3600), (NULL)) AS lifetime(seconds)
GROUP BY lifetime.seconds
HAVING sum(aged.tokens) > 0
ORDER BY lifetime.seconds NULLS LAST
