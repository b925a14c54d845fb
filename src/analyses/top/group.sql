-- What does each group of picked spans cost, and what does it come to by the measure of the variable top_by? Only what ranking takes.
CREATE OR REPLACE TEMP TABLE top_group AS
SELECT
  first_key,
  second_key,
  call_identity,
  sum(top_cost(cost_usd, call_weight)) AS cost_usd,
  sum(known_sum(input_tokens, output_tokens)) AS tokens,
  count_if(is_unpriced)::BIGINT AS unpriced_calls,
  count_if(price_assumed)::BIGINT AS assumed_prices,
  CASE getvariable('top_by')
    WHEN 'input' THEN sum(input_tokens)::DOUBLE
    WHEN 'output' THEN sum(output_tokens)::DOUBLE
    WHEN 'cache-read' THEN sum(cache_read_tokens)::DOUBLE
    WHEN 'calls' THEN sum(CASE WHEN is_counted THEN call_weight ELSE 0 END)::DOUBLE
    WHEN 'errors' THEN sum(CASE WHEN is_counted AND has_failed THEN call_weight ELSE 0 END)::DOUBLE
    WHEN 'p95' THEN quantile_cont(latency_ms, 0.95) FILTER (is_counted)
    WHEN 'latency' THEN CASE
      WHEN first_key IS NOT NULL AND getvariable('first_dimension') IN ('trace', 'session', 'call') THEN coalesce(greatest(max(end_ms), nullif(max(start_ms), min(start_ms))) - min(start_ms), max(latency_ms))
      ELSE avg(latency_ms) FILTER (is_counted)
    END
  END AS measure
FROM top_spans('picked')
GROUP BY first_key, second_key, call_identity
-- A group without calls, cost and tokens (spans that are no calls, under a model that they do not have) says nothing.
HAVING first_key IS NOT NULL AND getvariable('first_dimension') <> 'call' OR bool_or(is_counted OR coalesce(cost_usd, input_tokens, output_tokens) IS NOT NULL)
