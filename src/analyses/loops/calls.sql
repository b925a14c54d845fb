-- Those calls, in order; `fresh_usd` and `cached_usd`: what a million more input tokens would have cost.
WITH marginal AS (
  SELECT
    landed_row,
    max(computed_cost_usd) FILTER (sort = 'none') AS none_usd,
    max(computed_cost_usd) FILTER (sort = 'fresh') AS fresh_usd,
    max(computed_cost_usd) FILTER (sort = 'cached') AS cached_usd
  FROM priced_calls('loop_marginal', 'price')
  GROUP BY landed_row
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
  marginal.fresh_usd - marginal.none_usd AS fresh_usd,
  marginal.cached_usd - marginal.none_usd AS cached_usd
FROM loop_found_call AS found
LEFT JOIN marginal USING (landed_row)
LEFT JOIN loop_outcome AS said ON said.output_digest = found.output_digest AND found.arguments IS NULL AND len(found.output_sketch) >= 5
ORDER BY found.scope_key, found.turn
