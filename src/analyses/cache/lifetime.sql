-- What would each call of a cache that has to be asked for have read and written, had all been written for five minutes, or for an
-- hour? `lifetime` NULL: as it was. What ran out would have been read had it lived long enough; what was read after a longer pause
-- would not have been, but for what conversations read of each other.
CREATE OR REPLACE TEMP TABLE cache_lifetime AS
WITH step AS (
  SELECT
    cache_call.rule_id,
    cache_call.service_tier,
    cache_call.started_at,
    cache_call.input_tokens,
    cache_call.uncached_tokens,
    cache_call.read_tokens,
    cache_call.written_tokens,
    cache_call.written_5m_tokens,
    cache_call.written_1h_tokens,
    step.before,
    step.gap_s,
    -- What the cache could have given, whatever the lifetime.
    CASE WHEN loss.cause = 'ttl_expired' THEN loss.expected_tokens ELSE cache_call.read_tokens END AS readable_tokens,
    first_value(cache_call.read_tokens) OVER (PARTITION BY step.chain ORDER BY step.place) AS read_of_others
  FROM cache_step AS step
  JOIN cache_call ON cache_call.rowid = step.call
  LEFT JOIN cache_loss AS loss ON loss.call = step.call
  WHERE cache_call.semantics = 'explicit' AND cache_call.written_tokens IS NOT NULL
),
lived AS (
  SELECT
    step.*,
    lifetime.seconds AS lifetime,
    CASE
      WHEN lifetime.seconds IS NULL OR step.before IS NULL THEN step.read_tokens
      WHEN step.gap_s <= lifetime.seconds THEN step.readable_tokens
      ELSE least(step.read_tokens, step.read_of_others)
    END AS would_read
  FROM step
  CROSS JOIN (VALUES (NULL), (300), (3600)) AS lifetime(seconds)
)
SELECT
  lived.lifetime,
  lived.gap_s,
  rule.provider,
  rule.model,
  lived.service_tier,
  lived.started_at,
  lived.input_tokens,
  lived.uncached_tokens AS uncached_input_tokens,
  lived.would_read AS cache_read_tokens,
  CASE lived.lifetime WHEN 300 THEN lived.read_tokens + lived.written_tokens - lived.would_read WHEN 3600 THEN NULL ELSE lived.written_5m_tokens END::BIGINT AS cache_write_5m_tokens,
  CASE lived.lifetime WHEN 3600 THEN lived.read_tokens + lived.written_tokens - lived.would_read WHEN 300 THEN NULL ELSE lived.written_1h_tokens END::BIGINT AS cache_write_1h_tokens,
  NULL::BIGINT AS output_tokens
FROM lived
JOIN cache_rule AS rule USING (rule_id)
