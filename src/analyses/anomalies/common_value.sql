-- Which values of fields do three points or more of a group have in common? A trace has a value that all of its calls have.
CREATE OR REPLACE TEMP TABLE common_value AS
WITH told AS (
  SELECT point.point_id, point.group_key, unnest(call.fields, max_depth := 2)
  FROM point
  JOIN (
    SELECT trace_key, span_key, told_fields(user_id, prompt_digest, release, stop_reason, model, name, environment) AS fields
    FROM grouped('unpriced')
    WHERE is_call AND trace_key IN (SELECT trace_key FROM point)
  ) AS call
    ON call.trace_key = point.trace_key
    AND (point.grain = 'trace' OR call.span_key IS NOT DISTINCT FROM point.span_key)
),
valued AS (
  SELECT point_id, group_key, field, min(value) AS value
  FROM told
  GROUP BY point_id, group_key, field
  HAVING min(value) = max(value) AND count(value) = count(*)
)
SELECT point_id, group_key, field, value, count(*) OVER (PARTITION BY group_key, field, value) AS points
FROM valued
QUALIFY points >= 3
