-- What had the call before it in its conversation left for each call that can be judged, and for how long? Numbers alone: to sort
-- text along takes longer than all else.
CREATE OR REPLACE TEMP TABLE cache_step AS
WITH step AS (
  SELECT
    call, span_key, group_key, chain, site, rule_id, model_id, is_explicit, started_at, at_us, end_us,
    input_tokens, read_tokens, written_tokens, uncached_tokens, written_5m_tokens, written_1h_tokens, left_tokens, is_compacted,
    read_tokens = 0 AND coalesce(written_tokens = 0, true) AS is_idle,
    is_idle AND is_long AS is_idly_long,
    row_number() OVER thread AS place,
    lag(call) OVER thread AS before,
    (at_us - lag(at_us) OVER thread) / 1000000 AS gap_s,
    -- The one before had not answered yet when this one began.
    coalesce(lag(end_us) OVER thread > at_us, false) AS is_concurrent,
    lag(left_tokens) OVER thread AS left_before,
    lag(input_tokens) OVER thread AS input_before,
    lag(model_id) OVER thread AS model_id_before,
    last_value(written_for_s IGNORE NULLS) OVER (thread ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS kept_for_s,
    -- What its conversation had found in a cache before it wrote anything itself.
    first_value(CASE WHEN is_explicit AND written_tokens IS NOT NULL THEN read_tokens END IGNORE NULLS) OVER thread AS first_read_tokens
  FROM cache_call
  WHERE is_judged
  WINDOW thread AS (PARTITION BY chain ORDER BY started_at, input_tokens, read_tokens, written_tokens, span_key)
),
talk AS (
  SELECT
    chain,
    -- A cache that has to be asked for, and in the whole conversation never was.
    max(greatest(read_tokens, written_tokens)) = 0 AND count_if(is_idly_long) >= 3 AS is_never_enabled,
    -- A conversation grows. Where prompts shrink as often as not, each is one of its own, and only blocks could tell what a cache
    -- should have had of it; but a cache that has to be asked for says so itself, by what was written.
    5 * count_if(input_tokens < input_before) <= count(input_before) AS is_growing
  FROM step
  GROUP BY chain
)
SELECT
  step.* EXCLUDE (is_idly_long),
  step.is_explicit AND talk.is_never_enabled AS is_never_enabled,
  step.is_explicit OR talk.is_growing AS is_conversation
FROM step
JOIN talk USING (chain)
