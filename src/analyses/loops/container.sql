-- Inside which agent or tool do the spans below each parent stand? What one of them does is a thread of its own: sub-agents work
-- side by side. One row per parent that is an agent or a tool, or has one above it: the nearest.
CREATE OR REPLACE TEMP TABLE loop_container AS
WITH RECURSIVE climb AS (
  SELECT DISTINCT parent_key, parent_key AS above, 1 AS height
  FROM complete
  WHERE parent_key IS NOT NULL AND kind IN ('tool', 'llm')
  UNION
  SELECT climb.parent_key, complete.parent_key AS above, climb.height + 1 AS height
  FROM climb
  JOIN complete ON complete.span_key = climb.above
  WHERE complete.kind NOT IN ('agent', 'tool') AND complete.parent_key IS NOT NULL AND climb.height < 100
)
SELECT climb.parent_key, min(climb.above) AS container_key, min(complete.span_id) AS container_id
FROM climb
JOIN complete ON complete.span_key = climb.above
WHERE complete.kind IN ('agent', 'tool')
GROUP BY climb.parent_key
