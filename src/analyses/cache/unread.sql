-- Which places of the program write to the cache, at a price above that of plain input, what no later call reads? Of what a call
-- left, the next call of its conversation with the same model should have read all; what the last one wrote, nobody did, unless
-- conversations read what others left.
CREATE OR REPLACE TEMP TABLE cache_unread AS
WITH followed AS (
  SELECT
    call, site, written_tokens, left_tokens,
    lead(read_tokens) OVER (PARTITION BY chain, model_id ORDER BY place) AS next_read_tokens
  FROM cache_step
  WHERE is_explicit
),
other AS (
  SELECT site, max(read_tokens) AS read_of_others FROM cache_step WHERE is_explicit AND before IS NULL GROUP BY site
),
unread AS (
  SELECT
    followed.call,
    followed.site,
    followed.written_tokens,
    CASE
      WHEN followed.next_read_tokens IS NOT NULL THEN least(followed.written_tokens, greatest(followed.left_tokens - followed.next_read_tokens, 0))
      WHEN other.read_of_others > 0 THEN NULL
      ELSE followed.written_tokens
    END AS unread_tokens
  FROM followed
  LEFT JOIN other USING (site)
  WHERE followed.written_tokens > 0
),
wasteful AS (
  SELECT site FROM unread GROUP BY site HAVING count(unread_tokens) >= 5 AND sum(unread_tokens) >= 0.5 * sum(written_tokens)
)
SELECT
  unread.site,
  unread.written_tokens,
  unread.unread_tokens,
  unread.call,
  rule.provider,
  rule.model,
  rule.service_tier,
  step.started_at,
  step.input_tokens,
  -- As a call to be priced: what it came to above the same tokens as plain input.
  -unread.unread_tokens AS uncached_input_tokens,
  NULL::BIGINT AS cache_read_tokens,
  CASE WHEN coalesce(step.written_1h_tokens = 0, true) THEN unread.unread_tokens END AS cache_write_5m_tokens,
  CASE WHEN step.written_1h_tokens > 0 THEN unread.unread_tokens END AS cache_write_1h_tokens,
  NULL::BIGINT AS output_tokens
FROM unread
SEMI JOIN wasteful USING (site)
JOIN cache_step AS step USING (call)
JOIN cache_rule AS rule USING (rule_id)
