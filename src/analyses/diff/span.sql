-- What did each side, and each group of it, do, whatever it cost? `is_whole`: the row is the whole side.
WITH done AS (
  SELECT
    bit,
    grouping(first_key) = 1 AS is_whole,
    first_key,
    second_key,
    sum(spans)::DOUBLE AS spans,
    coalesce(sum(spans) FILTER (is_counted), 0)::DOUBLE AS calls,
    coalesce(sum(spans) FILTER (kind = 'tool'), 0)::DOUBLE AS tool_calls,
    coalesce(sum(errors) FILTER (is_counted OR kind = 'tool'), 0)::DOUBLE AS errors,
    coalesce(sum(spans) FILTER (is_counted OR kind = 'tool'), 0)::DOUBLE AS attempts,
    sum(input_tokens)::DOUBLE AS input_tokens,
    sum(cache_read_tokens)::DOUBLE AS cache_read_tokens,
    sum(cache_write_tokens)::DOUBLE AS cache_write_tokens,
    sum(output_tokens)::DOUBLE AS output_tokens,
    min(first_at) AS first_at,
    max(last_at) AS last_at
  FROM diff_deed
  JOIN diff_side USING (side)
  GROUP BY GROUPING SETS ((bit), (bit, first_key, second_key))
),
in_trace AS (
  SELECT first_key, second_key, trace_key, bit_or(side_of(started_at, source_id)) AS sides
  FROM grouped('unpriced')
  GROUP BY first_key, second_key, trace_key
),
counted AS (
  SELECT bit, false AS is_whole, first_key, second_key, count(*)::DOUBLE AS traces
  FROM in_trace
  JOIN (VALUES (1), (2)) AS either(bit) ON sides & bit > 0
  GROUP BY bit, first_key, second_key
  UNION ALL
  SELECT bit, true AS is_whole, NULL AS first_key, NULL AS second_key, count(*)::DOUBLE AS traces
  FROM (SELECT trace_key, bit_or(sides) AS sides FROM in_trace GROUP BY trace_key)
  JOIN (VALUES (1), (2)) AS either(bit) ON sides & bit > 0
  GROUP BY bit
)
SELECT
  done.bit AS side,
  done.is_whole,
  done.first_key,
  done.second_key,
  done.spans,
  counted.traces,
  done.calls,
  done.tool_calls,
  done.errors,
  done.attempts,
  done.input_tokens,
  done.cache_read_tokens,
  done.cache_write_tokens,
  done.output_tokens,
  done.first_at,
  done.last_at
FROM done
JOIN counted
  ON counted.bit = done.bit
  AND counted.is_whole = done.is_whole
  AND counted.first_key IS NOT DISTINCT FROM done.first_key
  AND counted.second_key IS NOT DISTINCT FROM done.second_key
ORDER BY is_whole DESC, done.first_key NULLS LAST, done.second_key NULLS LAST, done.bit
