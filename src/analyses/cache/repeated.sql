-- Which prompts are sent again and again, word for word, without being read from a cache? What the repetitions cost so far, and in
-- 30 days at this rate.
WITH asked AS (
  SELECT
    span.prompt_digest,
    span.feature,
    span.name,
    span.model,
    span.input_tokens,
    span.cache_read_tokens,
    span.started_at,
    span.cost_usd,
    row_number() OVER (PARTITION BY span.prompt_digest, span.model ORDER BY span.started_at, span.span_key) AS place
  FROM picked AS span
  WHERE span.is_call AND span.kind <> 'embedding' AND span.prompt_digest IS NOT NULL
),
observed AS (
  SELECT (epoch_us(max(started_at)) - epoch_us(min(started_at))) / 86400000000 AS days FROM unpriced WHERE is_call
)
SELECT
  asked.prompt_digest,
  any_value(asked.feature) AS feature,
  min(asked.name) AS name,
  asked.model,
  count(*)::BIGINT AS calls,
  max(asked.input_tokens)::BIGINT AS input_tokens,
  sum(asked.cost_usd) FILTER (asked.place > 1) AS repeated_usd,
  CASE WHEN any_value(observed.days) >= 1 THEN (sum(asked.cost_usd) FILTER (asked.place > 1) / any_value(observed.days) * 30)::DECIMAL(38, 12) END AS monthly_usd,
  count(*) OVER ()::BIGINT AS prompts
FROM asked
CROSS JOIN observed
GROUP BY asked.prompt_digest, asked.model
HAVING count(*) >= 3 AND coalesce(sum(asked.cache_read_tokens) = 0, true)
ORDER BY repeated_usd DESC NULLS LAST, calls DESC, asked.prompt_digest, asked.model NULLS LAST
LIMIT $limit
