-- What did each value of each of the attributes $keys cost on each side? A value that only some spans of a trace log (the root,
-- say) holds for all of it when there is just one.
WITH wanted AS (
  SELECT unnest($keys::VARCHAR[]) AS field
),
of_trace AS (
  SELECT trace_key, field, min(attributes ->> attribute_path(field)) AS value
  FROM unpriced
  CROSS JOIN wanted
  WHERE attributes IS NOT NULL AND side_of(started_at, source_id) > 0
  GROUP BY trace_key, field
  HAVING min(attributes ->> attribute_path(field)) = max(attributes ->> attribute_path(field))
),
costed AS (
  SELECT side_of(started_at, source_id) AS side, trace_key, attributes, cost_usd
  FROM picked
  WHERE cost_usd IS NOT NULL AND side_of(started_at, source_id) > 0
),
valued AS (
  SELECT
    wanted.field,
    coalesce(costed.attributes ->> attribute_path(wanted.field), of_trace.value) AS value,
    bit AS side,
    costed.cost_usd
  FROM costed
  CROSS JOIN wanted
  JOIN diff_side USING (side)
  LEFT JOIN of_trace ON of_trace.trace_key = costed.trace_key AND of_trace.field = wanted.field
)
SELECT
  field,
  value,
  (count(*) FILTER (side = 1))::DOUBLE AS calls_before,
  (count(*) FILTER (side = 2))::DOUBLE AS calls_after,
  sum(cost_usd) FILTER (side = 1) AS before_usd,
  sum(cost_usd) FILTER (side = 2) AS after_usd
FROM valued
WHERE value IS NOT NULL
GROUP BY field, value
ORDER BY field, value
