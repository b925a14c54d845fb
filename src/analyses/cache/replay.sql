-- Each miss as a call to be priced: of what it paid, what it would not have paid with what it lost read from the cache. That comes out
-- of what was written, first for the lifetime that most was written for, and then out of the rest. A conversation that never asked
-- for a cache would have had to write what it reads later, each token once: that is paid for where it is first read.
CREATE OR REPLACE TEMP VIEW cache_replay AS
WITH first AS (
  SELECT
    call,
    CASE WHEN cause = 'never_enabled' THEN greatest(lost_tokens - lag(lost_tokens, 1, 0) OVER (PARTITION BY chain ORDER BY place), 0) END AS written_tokens
  FROM cache_miss
  WHERE is_never_enabled
),
lost AS (
  SELECT
    miss.*,
    rule.provider,
    rule.model,
    rule.service_tier,
    known_sum(0::BIGINT, miss.written_5m_tokens) AS written_5m,
    known_sum(0::BIGINT, miss.written_1h_tokens) AS written_1h,
    CASE WHEN written_1h > written_5m THEN least(lost_tokens - least(lost_tokens, written_1h), written_5m) ELSE least(lost_tokens, written_5m) END AS lost_5m,
    CASE WHEN written_1h > written_5m THEN least(lost_tokens, written_1h) ELSE least(lost_tokens - least(lost_tokens, written_5m), written_1h) END AS lost_1h,
    known_sum(0::BIGINT, first.written_tokens) AS first_written
  FROM cache_miss AS miss
  JOIN cache_rule AS rule USING (rule_id)
  LEFT JOIN first USING (call)
)
SELECT
  * EXCLUDE (written_5m, written_1h, lost_5m, lost_1h, first_written),
  CASE WHEN uncached_tokens IS NOT NULL THEN lost_tokens - lost_5m - lost_1h + first_written END AS uncached_input_tokens,
  -lost_tokens AS cache_read_tokens,
  lost_5m - first_written AS cache_write_5m_tokens,
  lost_1h AS cache_write_1h_tokens,
  NULL::BIGINT AS output_tokens
FROM lost
