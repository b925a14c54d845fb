-- What had the call before it in its conversation left for each call, and for how long? Calls are the rowids of cache_call.
CREATE OR REPLACE TEMP TABLE cache_step AS
WITH step AS (
  SELECT
    rowid AS call,
    chain,
    semantics,
    input_tokens,
    row_number() OVER thread AS place,
    lag(rowid) OVER thread AS before,
    (at_us - lag(at_us) OVER thread) / 1000000 AS gap_s,
    -- The one before had not answered yet when this one began.
    coalesce(lag(end_us) OVER thread > at_us, false) AS is_concurrent,
    lag(left_tokens) OVER thread AS left_before,
    lag(input_tokens) OVER thread AS input_before,
    lag(model_id) OVER thread AS model_id_before,
    last_value(written_for_s IGNORE NULLS) OVER (thread ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS kept_for_s,
    input_tokens >= minimum_at_most AND read_tokens = 0 AND coalesce(written_tokens = 0, true) AS is_idle,
    greatest(read_tokens, written_tokens) AS cached_tokens
  FROM cache_call
  WHERE is_judged
  WINDOW thread AS (PARTITION BY chain ORDER BY started_at, input_tokens, read_tokens, written_tokens, span_key)
)
SELECT
  * EXCLUDE (semantics, input_tokens, is_idle, cached_tokens),
  -- A cache that has to be asked for, and in the whole conversation never was.
  semantics = 'explicit' AND max(cached_tokens) OVER together = 0 AND count_if(is_idle) OVER together >= 3 AS is_never_enabled,
  -- A conversation grows. Where prompts shrink as often as not, each is one of its own, and only blocks could tell what a cache
  -- should have had of it; but a cache that has to be asked for says so itself, by what was written.
  semantics = 'explicit' OR 5 * count_if(input_tokens < input_before) OVER together <= count(input_before) OVER together AS is_conversation
FROM step
WINDOW together AS (PARTITION BY chain)
