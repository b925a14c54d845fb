-- Which groups of picked spans lead by the measure of the variable top_by? The first $limit, ranked, each beside what all groups come to;
-- one row without rank where there is no group. Only what ranking takes is summed up for all of them.
CREATE OR REPLACE TEMP TABLE top_listed AS
WITH spans_of_group AS MATERIALIZED (
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
  HAVING first_key IS NOT NULL AND getvariable('first_dimension') <> 'call' OR bool_or(is_counted) OR sum(cost_usd) IS NOT NULL OR sum(known_sum(input_tokens, output_tokens)) IS NOT NULL
),
leading_group AS (
  SELECT *
  FROM spans_of_group
  ORDER BY
    CASE getvariable('top_by') WHEN 'tokens' THEN tokens::DOUBLE ELSE measure END DESC NULLS LAST,
    cost_usd DESC NULLS LAST,
    tokens DESC NULLS LAST,
    first_key NULLS LAST,
    second_key NULLS LAST,
    call_identity NULLS LAST
  LIMIT $limit
),
ranked AS (
  SELECT *, (row_number() OVER ())::BIGINT AS rank FROM leading_group
),
whole AS (
  SELECT
    count(*)::BIGINT AS all_groups,
    count(first_key)::BIGINT AS all_named_groups,
    sum(cost_usd) AS all_cost_usd,
    sum(unpriced_calls)::BIGINT AS all_unpriced_calls,
    sum(assumed_prices)::BIGINT AS all_assumed_prices
  FROM spans_of_group
)
SELECT * FROM whole LEFT JOIN ranked ON true
