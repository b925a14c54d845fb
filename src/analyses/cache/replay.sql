-- The calls that lost something, as they were and as they would have been with what they lost read from the cache. It comes out of
-- what was written, first for the lifetime that most was written for, and then out of the rest. A conversation that never asked
-- for a cache would have had to write what it reads later, each token once: that is paid for where it is first read.
CREATE OR REPLACE TEMP TABLE cache_replay AS
WITH lost AS (
  SELECT
    miss.call,
    rule.provider,
    rule.model,
    miss.service_tier,
    miss.started_at,
    miss.input_tokens,
    miss.uncached_tokens AS uncached_input_tokens,
    miss.read_tokens AS cache_read_tokens,
    known_sum(0::BIGINT, miss.written_5m_tokens) AS written_5m,
    known_sum(0::BIGINT, miss.written_1h_tokens) AS written_1h,
    miss.lost_tokens,
    CASE
      WHEN miss.cause = 'never_enabled' AND miss.is_never_enabled
        THEN greatest(miss.lost_tokens - lag(miss.lost_tokens, 1, 0) OVER (PARTITION BY miss.chain ORDER BY miss.place), 0)
      ELSE 0
    END AS first_written
  FROM cache_miss AS miss
  JOIN cache_rule AS rule USING (rule_id)
),
parted AS (
  SELECT
    *,
    CASE WHEN written_1h > written_5m THEN least(lost_tokens - least(lost_tokens, written_1h), written_5m) ELSE least(lost_tokens, written_5m) END AS lost_5m,
    CASE WHEN written_1h > written_5m THEN least(lost_tokens, written_1h) ELSE least(lost_tokens - least(lost_tokens, written_5m), written_1h) END AS lost_1h
  FROM lost
)
SELECT
  call, provider, model, service_tier, started_at, input_tokens, uncached_input_tokens, cache_read_tokens,
  written_5m AS cache_write_5m_tokens, written_1h AS cache_write_1h_tokens, NULL::BIGINT AS output_tokens, false AS is_perfect
FROM parted
WHERE lost_tokens > 0
UNION ALL
SELECT
  call, provider, model, service_tier, started_at, input_tokens,
  uncached_input_tokens - (lost_tokens - lost_5m - lost_1h) - first_written, cache_read_tokens + lost_tokens,
  written_5m - lost_5m + first_written, written_1h - lost_1h, NULL, true
FROM parted
WHERE lost_tokens > 0
