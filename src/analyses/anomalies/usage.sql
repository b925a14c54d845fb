-- What did the calls of each side use, model by model, and at which list prices (dollars per million tokens)?
WITH rate AS (
  SELECT model, min(input) AS input, min(output) AS output, min(cache_read) AS cache_read, min(cache_write_5m) AS cache_write_5m, min(cache_write_1h) AS cache_write_1h
  FROM price
  WHERE tier_start = 0
  GROUP BY model
)
SELECT
  compared_call.rank,
  compared_call.side,
  coalesce(compared_call.model, '') AS model,
  count(*)::DOUBLE AS calls,
  count(DISTINCT compared_call.trace_key)::DOUBLE AS traces,
  sum(cost_usd)::DOUBLE AS cost_usd,
  sum(uncached_input_tokens)::DOUBLE AS input,
  sum(cache_read_tokens)::DOUBLE AS cache_read,
  sum(cache_write_5m_tokens)::DOUBLE AS cache_write_5m,
  sum(cache_write_1h_tokens)::DOUBLE AS cache_write_1h,
  sum(output_tokens)::DOUBLE AS output,
  any_value(rate.input)::DOUBLE AS input_rate,
  any_value(rate.cache_read)::DOUBLE AS cache_read_rate,
  any_value(rate.cache_write_5m)::DOUBLE AS cache_write_5m_rate,
  any_value(rate.cache_write_1h)::DOUBLE AS cache_write_1h_rate,
  any_value(rate.output)::DOUBLE AS output_rate
FROM compared_call
LEFT JOIN rate USING (model)
GROUP BY ALL
ORDER BY compared_call.rank, compared_call.side, model
