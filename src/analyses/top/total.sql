-- What does everything that passed the filters come to? Dollars from the groups, all else from the spans, without pricing them again.
WITH priced AS (
  SELECT
    any_value(all_groups) AS groups,
    any_value(all_named_groups) AS named_groups,
    any_value(all_cost_usd) AS cost_usd,
    any_value(all_unpriced_calls) AS unpriced_calls,
    any_value(all_assumed_prices) AS assumed_prices
  FROM top_listed
),
whole AS (
  SELECT
    -- Groups that are traces are counted already; spans without a trace make none.
    count(DISTINCT CASE WHEN trace_key <> no_trace_key() AND (getvariable('first_dimension') <> 'trace' OR getvariable('second_dimension') IS NOT NULL) THEN trace_key END)::BIGINT AS traces,
    sum(CASE WHEN is_counted THEN call_weight ELSE 0 END)::BIGINT AS calls,
    sum(input_tokens)::BIGINT AS input_tokens,
    sum(uncached_input_tokens)::BIGINT AS uncached_input_tokens,
    sum(cache_read_tokens)::BIGINT AS cache_read_tokens,
    sum(cache_write_tokens)::BIGINT AS cache_write_tokens,
    sum(output_tokens)::BIGINT AS output_tokens,
    sum(reasoning_tokens)::BIGINT AS reasoning_tokens,
    avg(latency_ms) FILTER (is_counted) AS latency_ms,
    quantile_cont(latency_ms, [0.5, 0.95]) FILTER (is_counted) AS quantiles_ms,
    sum(CASE WHEN is_counted AND has_failed THEN call_weight ELSE 0 END)::BIGINT AS errors,
    min(started_at) AS started_at,
    count_if(is_output_placeholder AND is_call)::BIGINT AS placeholder_calls,
    count_if(usage_role = 'unattributed')::BIGINT AS unattributed_spans
  FROM top_spans('unpriced')
)
SELECT
  whole.* EXCLUDE (traces, quantiles_ms),
  CASE WHEN getvariable('first_dimension') = 'trace' AND getvariable('second_dimension') IS NULL THEN priced.named_groups ELSE whole.traces END AS traces,
  whole.quantiles_ms[1] AS p50_ms,
  whole.quantiles_ms[2] AS p95_ms,
  priced.* EXCLUDE (named_groups),
  CASE WHEN priced.cost_usd > 0 THEN 1.0::DOUBLE END AS share,
  whole.errors / nullif(whole.calls, 0) AS error_rate
FROM whole CROSS JOIN priced
