-- What did each side, and each group of it, do, whatever it cost? `is_whole`: the row is the whole side.
WITH done AS (
  SELECT
    bit,
    grouping(first_key) = 1 AS is_whole,
    first_key,
    second_key,
    count(*)::DOUBLE AS spans,
    count_if(is_counted)::DOUBLE AS calls,
    count_if(kind = 'tool')::DOUBLE AS tool_calls,
    count_if((is_counted OR kind = 'tool') AND has_failed)::DOUBLE AS errors,
    count_if(is_counted OR kind = 'tool')::DOUBLE AS attempts,
    sum(input_tokens)::DOUBLE AS input_tokens,
    sum(cache_read_tokens)::DOUBLE AS cache_read_tokens,
    sum(cache_write_tokens)::DOUBLE AS cache_write_tokens,
    sum(output_tokens)::DOUBLE AS output_tokens,
    min(started_at) AS first_at,
    max(started_at) AS last_at,
    quantile_cont(latency_ms, [0.5, 0.95]) FILTER (is_counted) AS quantiles
  FROM grouped('unpriced')
  JOIN diff_side ON diff_side.side = side_of(started_at, source_id)
  GROUP BY GROUPING SETS ((bit), (bit, first_key, second_key))
),
in_trace AS (
  SELECT DISTINCT side_of(started_at, source_id) AS side, first_key, second_key, trace_key
  FROM grouped('unpriced')
),
counted AS (
  SELECT bit, grouping(first_key) = 1 AS is_whole, first_key, second_key, count(DISTINCT trace_key)::DOUBLE AS traces
  FROM in_trace
  JOIN diff_side USING (side)
  GROUP BY GROUPING SETS ((bit), (bit, first_key, second_key))
)
SELECT
  done.bit AS side,
  done.* EXCLUDE (bit, quantiles),
  counted.traces,
  done.quantiles[1] AS p50_ms,
  done.quantiles[2] AS p95_ms
FROM done
JOIN counted
  ON counted.bit = done.bit
  AND counted.is_whole = done.is_whole
  AND counted.first_key IS NOT DISTINCT FROM done.first_key
  AND counted.second_key IS NOT DISTINCT FROM done.second_key
ORDER BY is_whole DESC, done.first_key NULLS LAST, done.second_key NULLS LAST, done.bit
