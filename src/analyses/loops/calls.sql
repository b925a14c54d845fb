-- Those calls, in order; `fresh_usd` and `cached_usd`: what a million more input tokens would have cost.
WITH marginal AS (
  SELECT
    call_number,
    max(computed_cost_usd) FILTER (sort = 'none') AS none_usd,
    max(computed_cost_usd) FILTER (sort = 'fresh') AS fresh_usd,
    max(computed_cost_usd) FILTER (sort = 'cached') AS cached_usd
  FROM priced_calls('loop_marginal', 'price')
  GROUP BY call_number
)
SELECT
  loop_call.thread_key::VARCHAR AS thread_key,
  loop_call.trace_key::VARCHAR AS trace_key,
  loop_call.span_key::VARCHAR AS span_key,
  loop_call.model,
  loop_call.request_id,
  epoch_us(loop_call.started_at)::DOUBLE AS started_us,
  loop_call.input_tokens::DOUBLE AS input_tokens,
  loop_call.output_tokens::DOUBLE AS output_tokens,
  loop_call.cache_read_tokens::DOUBLE AS cache_read_tokens,
  loop_call.cost_usd,
  marginal.fresh_usd - marginal.none_usd AS fresh_usd,
  marginal.cached_usd - marginal.none_usd AS cached_usd
FROM loop_call
LEFT JOIN marginal USING (call_number)
ORDER BY loop_call.call_number
