-- What did each model call find in the prompt cache, and what did it leave there? A call is known by the row that it landed in.
CREATE OR REPLACE TEMP TABLE cache_call AS
SELECT
  grouped.landed_row AS call,
  grouped.span_key,
  grouped.first_key,
  grouped.second_key,
  grouped.started_at,
  epoch_us(grouped.started_at) AS at_us,
  epoch_us(grouped.started_at) + (grouped.latency_ms * 1000)::BIGINT AS end_us,
  -- What it is summed with.
  hash(text_key(grouped.first_key), text_key(grouped.second_key)) AS group_key,
  -- A place of the program, with the model that it calls.
  hash(text_key(grouped.feature), text_key(CASE WHEN grouped.model IS NULL THEN grouped.name ELSE replace(grouped.name, grouped.model, '') END), rule.model_id) AS site,
  -- With the names that its price is found by, see cache_rule.
  rule.rule_id,
  rule.model_id,
  rule.semantics = 'explicit' AS is_explicit,
  grouped.input_tokens::BIGINT AS input_tokens,
  -- Where one of reads and writes is logged, the other is left out only because there was none.
  CASE WHEN grouped.cache_read_tokens IS NULL AND grouped.cache_write_tokens IS NOT NULL THEN 0 ELSE grouped.cache_read_tokens END::BIGINT AS read_tokens,
  grouped.cache_write_tokens::BIGINT AS written_tokens,
  grouped.uncached_input_tokens::BIGINT AS uncached_tokens,
  grouped.cache_write_5m_tokens::BIGINT AS written_5m_tokens,
  grouped.cache_write_1h_tokens::BIGINT AS written_1h_tokens,
  -- What it left for the next call: what it read and wrote; where writing is not logged, its prompt in whole steps.
  CASE
    WHEN grouped.cache_write_tokens > 0 OR rule.semantics = 'explicit' AND grouped.cache_write_tokens IS NOT NULL
      THEN known_sum(grouped.cache_read_tokens::BIGINT, grouped.cache_write_tokens::BIGINT)
    ELSE grouped.input_tokens::BIGINT // rule.granularity * rule.granularity
  END AS left_tokens,
  -- Seconds that the log says it was written for.
  CASE WHEN grouped.cache_write_1h_tokens > 0 THEN 3600 WHEN grouped.cache_write_5m_tokens > 0 AND rule.semantics = 'explicit' THEN 300 END AS written_for_s,
  input_tokens >= rule.minimum_at_most AS is_long,
  grouped.is_call AND grouped.kind <> 'embedding' AND coalesce(grouped.cache_read_tokens, grouped.cache_write_tokens) IS NOT NULL
    -- A gateway that answers by itself asks no provider: there was no prompt to be read.
    AND grouped.service_tier IS DISTINCT FROM 'response_cache' AS is_known,
  -- Batches are worked off in any order.
  coalesce(
    is_known AND grouped.started_at IS NOT NULL AND grouped.input_tokens > 0 AND rule.model_id IS NOT NULL
      AND NOT coalesce(contains(lower(grouped.service_tier), 'batch'), false),
    false
  ) AS is_judged,
  -- A conversation: what one agent does at one place of the program, in one session, or in one trace where there is no session; where a
  -- trace is a single call, with the calls whose messages it goes on from.
  hash(
    CASE WHEN grouped.session_id IS NOT NULL THEN text_key(grouped.session_id) ELSE coalesce(cache_talk.talk_key, grouped.trace_key) END,
    text_key(grouped.agent),
    text_key(CASE WHEN grouped.model IS NULL THEN grouped.name ELSE replace(grouped.name, grouped.model, '') END)
  ) AS chain,
  coalesce(grouped.cache_miss_reason = 'compacted', false) AS is_compacted,
  grouped.is_call,
  grouped.cost_usd,
  grouped.is_unpriced,
  grouped.price_assumed,
  grouped.is_output_placeholder,
  grouped.usage_role
FROM grouped('picked') AS grouped
LEFT JOIN cache_talk USING (landed_row)
LEFT JOIN cache_rule AS rule
  ON rule.model = grouped.model AND rule.provider IS NOT DISTINCT FROM grouped.provider AND rule.service_tier IS NOT DISTINCT FROM grouped.service_tier
WHERE grouped.is_call OR grouped.cost_usd IS NOT NULL
