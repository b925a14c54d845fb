-- What would each call of a cache that has to be asked for have read, had all been written for five minutes, or for an hour? As a call
-- to be priced as it was. What ran out would have been read had it lived long enough; what was read after a longer pause would not
-- have been, but for what conversations read of each other.
CREATE OR REPLACE TEMP VIEW cache_lifetime AS
WITH lived AS (
  SELECT
    step.*,
    -- What the cache could have given, whatever the lifetime.
    coalesce(expired.expected_tokens, step.read_tokens) AS readable_tokens,
    least(step.read_tokens, step.first_read_tokens) AS read_anyway_tokens
  FROM cache_step AS step
  LEFT JOIN (SELECT call, expected_tokens FROM cache_loss WHERE cause = 'ttl_expired') AS expired USING (call)
  WHERE step.is_explicit AND step.written_tokens IS NOT NULL
)
SELECT
  lived.gap_s,
  rule.provider,
  rule.model,
  rule.service_tier,
  lived.started_at,
  lived.input_tokens,
  lived.uncached_tokens AS uncached_input_tokens,
  lived.read_tokens AS cache_read_tokens,
  lived.written_5m_tokens AS cache_write_5m_tokens,
  lived.written_1h_tokens AS cache_write_1h_tokens,
  NULL::BIGINT AS output_tokens,
  lived.read_tokens + lived.written_tokens AS cached_tokens,
  CASE WHEN lived.before IS NULL THEN lived.read_tokens WHEN lived.gap_s <= 300 THEN lived.readable_tokens ELSE lived.read_anyway_tokens END AS read_300_tokens,
  CASE WHEN lived.before IS NULL THEN lived.read_tokens WHEN lived.gap_s <= 3600 THEN lived.readable_tokens ELSE lived.read_anyway_tokens END AS read_3600_tokens
FROM lived
JOIN cache_rule AS rule USING (rule_id)
