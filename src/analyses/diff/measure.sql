-- How does each trace stand in each factor, in each group that it has calls in? Every measure is what the trace's calls came to,
-- divided by what they would have come to had that one factor been as it is on both sides together.
CREATE OR REPLACE TEMP TABLE diff_measure AS
WITH priced AS (
  SELECT
    place,
    trace_key,
    diff_part.side,
    started_at,
    1 AS calls,
    cost_usd::DOUBLE AS cost_usd,
    known_sum(known_sum(uncached_tokens, read_tokens), known_sum(write_5m_tokens, write_1h_tokens)) AS prompt_tokens,
    known_sum(known_sum(uncached_tokens * rate.uncached, read_tokens * rate.read), known_sum(write_5m_tokens * rate.write_5m, write_1h_tokens * rate.write_1h)) AS prompt_usd,
    diff_part.output_tokens * rate.output AS output_usd,
    rate.prompt_tokens AS usual_prompt_tokens,
    rate.output_tokens * rate.output AS usual_output_usd,
    rate.prompt AS prompt_price,
    rate.request AS request_usd,
    rate.call AS usual_call_usd
  FROM diff_part
  JOIN diff_rate AS rate
    ON rate.first_key IS NOT DISTINCT FROM diff_part.first_key
    AND rate.second_key IS NOT DISTINCT FROM diff_part.second_key
    AND rate.model IS NOT DISTINCT FROM diff_part.model
  WHERE NOT is_unpriced
)
SELECT
  place,
  trace_key,
  -- A trace that goes on beyond the border belongs to the side on which it began.
  arg_min(side, started_at) AS side,
  sum(calls)::DOUBLE AS calls_per_trace,
  sum(prompt_tokens * prompt_price) / nullif(sum(calls * usual_prompt_tokens * prompt_price), 0) AS prompt_size,
  sum(prompt_usd) / nullif(sum(prompt_tokens * prompt_price), 0) AS cache_mix,
  sum(output_usd) / nullif(sum(calls * usual_output_usd), 0) AS output_size,
  sum(calls * usual_call_usd) / nullif(sum(calls), 0) AS model_mix,
  sum(cost_usd) / nullif(known_sum(known_sum(sum(prompt_usd), sum(output_usd)), sum(calls * request_usd)), 0) AS unit_price
FROM priced
GROUP BY place, trace_key
