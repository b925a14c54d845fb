-- The parts together: one row for each side, group and model.
SELECT
  bit AS side,
  first_key,
  second_key,
  diff_part.model,
  is_unpriced,
  sum(spans)::DOUBLE AS spans,
  CASE WHEN is_unpriced THEN 0 ELSE sum(spans) END::DOUBLE AS calls,
  count(DISTINCT trace_key)::DOUBLE AS traces,
  sum(cost_usd) AS cost_usd,
  sum(uncached_tokens)::DOUBLE AS uncached_tokens,
  sum(read_tokens)::DOUBLE AS read_tokens,
  sum(write_5m_tokens)::DOUBLE AS write_5m_tokens,
  sum(write_1h_tokens)::DOUBLE AS write_1h_tokens,
  sum(output_tokens)::DOUBLE AS output_tokens,
  -- At list prices, in pico-dollars.
  sum(uncached_tokens * rate.input::HUGEINT)::DOUBLE AS uncached_pico,
  sum(read_tokens * rate.cache_read::HUGEINT)::DOUBLE AS read_pico,
  sum(write_5m_tokens * rate.cache_write_5m::HUGEINT)::DOUBLE AS write_5m_pico,
  sum(write_1h_tokens * rate.cache_write_1h::HUGEINT)::DOUBLE AS write_1h_pico,
  sum(output_tokens * rate.output::HUGEINT)::DOUBLE AS output_pico,
  sum(CASE WHEN is_unpriced THEN 0 ELSE spans END * rate.request::HUGEINT)::DOUBLE AS request_pico,
  coalesce(sum(spans) FILTER (is_assumed), 0)::DOUBLE AS assumed_prices,
  coalesce(sum(spans) FILTER (is_placeholder), 0)::DOUBLE AS placeholder_calls,
  coalesce(sum(spans) FILTER (is_unattributed), 0)::DOUBLE AS unattributed_spans
FROM diff_part
LEFT JOIN rates('price') AS rate USING (rate_id)
JOIN diff_side USING (side)
GROUP BY bit, first_key, second_key, diff_part.model, is_unpriced
ORDER BY first_key NULLS LAST, second_key NULLS LAST, diff_part.model NULLS LAST, bit, is_unpriced
