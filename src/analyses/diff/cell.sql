-- The parts together: one row for each side, group and model.
WITH paid AS (
  SELECT
    side,
    first_key,
    second_key,
    model,
    is_unpriced,
    rate_id,
    count(*) AS spans,
    sum(cost_usd) AS cost_usd,
    sum(uncached_tokens) AS uncached_tokens,
    sum(read_tokens) AS read_tokens,
    sum(write_5m_tokens) AS write_5m_tokens,
    sum(write_1h_tokens) AS write_1h_tokens,
    sum(output_tokens) AS output_tokens,
    count_if(is_assumed) AS assumed_prices,
    count_if(is_placeholder) AS placeholder_calls,
    count_if(is_unattributed) AS unattributed_spans
  FROM diff_part
  GROUP BY ALL
),
traced AS (
  SELECT bit, first_key, second_key, model, is_unpriced, count(DISTINCT trace_key)::DOUBLE AS traces
  FROM diff_part
  JOIN diff_side USING (side)
  GROUP BY ALL
),
summed AS (
  SELECT
    bit,
    first_key,
    second_key,
    paid.model,
    is_unpriced,
    sum(spans)::DOUBLE AS spans,
    CASE WHEN is_unpriced THEN 0 ELSE sum(spans) END::DOUBLE AS calls,
    sum(cost_usd) AS cost_usd,
    sum(uncached_tokens)::DOUBLE AS uncached_tokens,
    sum(read_tokens)::DOUBLE AS read_tokens,
    sum(write_5m_tokens)::DOUBLE AS write_5m_tokens,
    sum(write_1h_tokens)::DOUBLE AS write_1h_tokens,
    sum(paid.output_tokens)::DOUBLE AS output_tokens,
    -- At list prices, in pico-dollars.
    sum(uncached_tokens * rate.input)::DOUBLE AS uncached_pico,
    sum(read_tokens * rate.cache_read)::DOUBLE AS read_pico,
    sum(write_5m_tokens * rate.cache_write_5m)::DOUBLE AS write_5m_pico,
    sum(write_1h_tokens * rate.cache_write_1h)::DOUBLE AS write_1h_pico,
    sum(paid.output_tokens * rate.output)::DOUBLE AS output_pico,
    sum(CASE WHEN is_unpriced THEN 0 ELSE spans END * rate.request::HUGEINT)::DOUBLE AS request_pico,
    sum(assumed_prices)::DOUBLE AS assumed_prices,
    sum(placeholder_calls)::DOUBLE AS placeholder_calls,
    sum(unattributed_spans)::DOUBLE AS unattributed_spans
  FROM paid
  LEFT JOIN rates('price') AS rate USING (rate_id)
  JOIN diff_side USING (side)
  GROUP BY bit, first_key, second_key, paid.model, is_unpriced
)
SELECT
  summed.bit AS side, summed.first_key, summed.second_key, summed.model, summed.is_unpriced, summed.spans, summed.calls, traced.traces, summed.cost_usd,
  summed.uncached_tokens, summed.read_tokens, summed.write_5m_tokens, summed.write_1h_tokens, summed.output_tokens,
  summed.uncached_pico, summed.read_pico, summed.write_5m_pico, summed.write_1h_pico, summed.output_pico, summed.request_pico,
  summed.assumed_prices, summed.placeholder_calls, summed.unattributed_spans
FROM summed
JOIN traced
  ON traced.bit = summed.bit
  AND traced.first_key IS NOT DISTINCT FROM summed.first_key
  AND traced.second_key IS NOT DISTINCT FROM summed.second_key
  AND traced.model IS NOT DISTINCT FROM summed.model
  AND traced.is_unpriced = summed.is_unpriced
ORDER BY summed.first_key NULLS LAST, summed.second_key NULLS LAST, summed.model NULLS LAST, summed.bit, summed.is_unpriced
