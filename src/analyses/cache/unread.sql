-- Which places of the program write to the cache, at a price above that of plain input, what no later call reads? Of what a call
-- left, the next call of its conversation should have read all; what the last one wrote, nobody did, unless conversations read
-- what others left.
CREATE OR REPLACE TEMP TABLE cache_unread AS
WITH followed AS (
  SELECT
    cache_call.rowid AS call,
    cache_call.rule_id,
    cache_call.service_tier,
    cache_call.started_at,
    cache_call.input_tokens,
    cache_call.landed_row,
    cache_call.written_1h_tokens,
    cache_call.site,
    cache_call.written_tokens,
    cache_call.left_tokens,
    lead(cache_call.read_tokens) OVER (PARTITION BY step.chain ORDER BY step.place) AS next_read_tokens,
    max(CASE WHEN step.before IS NULL THEN cache_call.read_tokens END) OVER (PARTITION BY cache_call.site) AS read_of_others
  FROM cache_step AS step
  JOIN cache_call ON cache_call.rowid = step.call
  WHERE cache_call.semantics = 'explicit'
),
unread AS (
  SELECT
    *,
    CASE
      WHEN next_read_tokens IS NOT NULL THEN least(written_tokens, greatest(left_tokens - next_read_tokens, 0))
      WHEN read_of_others > 0 THEN NULL
      ELSE written_tokens
    END AS unread_tokens
  FROM followed
  WHERE written_tokens > 0
),
wasteful AS (
  SELECT site FROM unread GROUP BY site HAVING count(unread_tokens) >= 5 AND sum(unread_tokens) >= 0.5 * sum(written_tokens)
)
SELECT
  unread.site,
  unread.written_tokens,
  unread.unread_tokens,
  unread.landed_row,
  rule.provider,
  rule.model,
  unread.service_tier,
  unread.started_at,
  unread.input_tokens,
  -- As a call to be priced: what it came to above the same tokens as plain input.
  -unread.unread_tokens AS uncached_input_tokens,
  NULL::BIGINT AS cache_read_tokens,
  CASE WHEN coalesce(unread.written_1h_tokens = 0, true) THEN unread.unread_tokens END AS cache_write_5m_tokens,
  CASE WHEN unread.written_1h_tokens > 0 THEN unread.unread_tokens END AS cache_write_1h_tokens,
  NULL::BIGINT AS output_tokens
FROM unread
SEMI JOIN wasteful USING (site)
JOIN cache_rule AS rule USING (rule_id)
