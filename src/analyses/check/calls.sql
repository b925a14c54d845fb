-- What do the rules on model calls go by: failures, latencies, temperatures, prices, the cache? Each with a trace to look at.
WITH call AS (
  SELECT
    trace_id, latency_ms, ttft_ms, temperature, is_unpriced, input_tokens, uncached_input_tokens, cache_read_tokens,
    coalesce(status = 'error' OR is_error, false) AS has_failed
  FROM picked
  WHERE is_call
),
failing AS (
  SELECT trace_id, count(*) AS failures FROM call WHERE has_failed GROUP BY trace_id ORDER BY failures DESC, trace_id LIMIT 1
)
SELECT
  count(*)::BIGINT AS calls,
  count_if(has_failed)::BIGINT AS failed_calls,
  (SELECT trace_id FROM failing) AS failing_trace_id,
  quantile_cont(latency_ms, 0.95) AS p95_ms,
  arg_min(trace_id, (-latency_ms, trace_id)) AS slowest_trace_id,
  quantile_cont(ttft_ms, 0.95) AS ttft_p95_ms,
  arg_min(trace_id, (-ttft_ms, trace_id)) AS latest_trace_id,
  max(temperature) AS temperature,
  arg_min(trace_id, (-temperature, trace_id)) AS hottest_trace_id,
  count_if(is_unpriced)::BIGINT AS unpriced_calls,
  min(trace_id) FILTER (is_unpriced) AS unpriced_trace_id,
  sum(input_tokens)::DOUBLE AS input_tokens,
  sum(cache_read_tokens)::DOUBLE AS cache_read_tokens,
  arg_min(trace_id, (-uncached_input_tokens, trace_id)) AS uncached_trace_id
FROM call
