-- Those calls, in order; `fresh_usd` and `cached_usd`: what a million more input tokens would have cost.
WITH marginal AS (
  SELECT paid.landed_row, dollars(rate.input * 1000000) AS fresh_usd, dollars(rate.cache_read * 1000000) AS cached_usd
  FROM pico_calls('loop_marginal', 'price') AS paid
  JOIN rates('price') AS rate USING (rate_id)
)
SELECT
  found.thread_key::VARCHAR AS thread_key,
  found.scope_key::VARCHAR AS trace_key,
  found.turn::INTEGER AS turn,
  found.span_id,
  found.started_at,
  found.model,
  found.input_tokens::DOUBLE AS input_tokens,
  found.output_tokens::DOUBLE AS output_tokens,
  found.cache_read_tokens::DOUBLE AS cache_read_tokens,
  found.cost_usd,
  said.outcome,
  marginal.fresh_usd,
  marginal.cached_usd
FROM loop_found_call AS found
LEFT JOIN marginal USING (landed_row)
-- One equality: with a condition on the call beside it every call would be held against every result.
LEFT JOIN loop_outcome AS said ON said.output_digest = CASE WHEN found.arguments IS NULL AND len(found.output_sketch) >= 5 THEN found.output_digest END
ORDER BY found.scope_key, found.turn
