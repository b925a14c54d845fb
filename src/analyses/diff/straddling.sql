-- How many traces have calls on both sides, and how many calls are on both at once?
SELECT
  count_if(is_split)::INTEGER AS split_traces,
  sum(shared_calls)::INTEGER AS shared_calls
FROM (
  SELECT bit_or(side) = 3 AND min(side) < 3 AS is_split, count_if(side = 3) AS shared_calls
  FROM diff_part
  GROUP BY trace_key
)
