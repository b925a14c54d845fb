-- The listed groups in full.
WITH listed AS (
  SELECT
    grouped.first_key,
    grouped.second_key,
    grouped.call_identity,
    count(DISTINCT CASE WHEN trace_key <> no_trace_key() THEN trace_key END)::BIGINT AS traces,
    sum(CASE WHEN is_counted THEN call_weight ELSE 0 END)::BIGINT AS calls,
    sum(input_tokens)::BIGINT AS input_tokens,
    sum(uncached_input_tokens)::BIGINT AS uncached_input_tokens,
    sum(cache_read_tokens)::BIGINT AS cache_read_tokens,
    sum(cache_write_tokens)::BIGINT AS cache_write_tokens,
    sum(output_tokens)::BIGINT AS output_tokens,
    sum(reasoning_tokens)::BIGINT AS reasoning_tokens,
    -- A trace, session or call took from its first start to its last end; other groups take as long as their mean call.
    CASE
      WHEN grouped.first_key IS NOT NULL AND getvariable('first_dimension') IN ('trace', 'session', 'call') THEN coalesce(greatest(max(end_ms), nullif(max(start_ms), min(start_ms))) - min(start_ms), max(latency_ms))
      ELSE avg(latency_ms) FILTER (is_counted)
    END AS latency_ms,
    quantile_cont(latency_ms, [0.5, 0.95]) FILTER (is_counted) AS quantiles_ms,
    sum(CASE WHEN is_counted AND has_failed THEN call_weight ELSE 0 END)::BIGINT AS errors,
    min(started_at) AS started_at,
    count_if(is_output_placeholder AND is_call) > 0 AS has_placeholder,
    count_if(usage_role = 'unattributed') > 0 AS has_unattributed
  FROM top_spans('unpriced') AS grouped
  SEMI JOIN top_listed ON top_listed.rank IS NOT NULL AND top_listed.first_key IS NOT DISTINCT FROM grouped.first_key
  GROUP BY grouped.first_key, grouped.second_key, grouped.call_identity
)
SELECT
  top_listed.rank,
  listed.* EXCLUDE (quantiles_ms, has_placeholder, has_unattributed),
  listed.quantiles_ms[1] AS p50_ms,
  listed.quantiles_ms[2] AS p95_ms,
  top_listed.cost_usd,
  top_listed.unpriced_calls,
  (top_listed.cost_usd / nullif(top_listed.all_cost_usd, 0))::DOUBLE AS share,
  (sum(top_listed.cost_usd) OVER (ORDER BY top_listed.rank) / nullif(top_listed.all_cost_usd, 0))::DOUBLE AS cumulative_share,
  listed.errors / nullif(listed.calls, 0) AS error_rate,
  [flag FOR flag IN [
    CASE WHEN top_listed.unpriced_calls > 0 THEN 'unpriced' END,
    CASE WHEN listed.has_placeholder THEN 'placeholder_output' END,
    CASE WHEN top_listed.assumed_prices > 0 THEN 'assumed_price' END,
    CASE WHEN listed.has_unattributed THEN 'unattributed' END
  ] IF flag IS NOT NULL] AS flags
FROM top_listed
JOIN listed
  ON listed.first_key IS NOT DISTINCT FROM top_listed.first_key
  AND listed.second_key IS NOT DISTINCT FROM top_listed.second_key
  AND listed.call_identity IS NOT DISTINCT FROM top_listed.call_identity
WHERE top_listed.rank IS NOT NULL
ORDER BY top_listed.rank
