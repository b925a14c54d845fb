-- Which pipeline step paid? The nearest ancestor of a model call that is no model call itself; without one its own name.
INSERT INTO stage
WITH RECURSIVE climb AS (
  SELECT span_key, parent_key AS above, 1 AS height FROM complete WHERE kind IN ('llm', 'embedding') AND parent_key IS NOT NULL AND span_key IS NOT NULL
  UNION
  SELECT climb.span_key, complete.parent_key AS above, climb.height + 1 AS height
  FROM climb
  JOIN complete ON complete.span_key = climb.above
  WHERE complete.kind IN ('llm', 'embedding') AND complete.parent_key IS NOT NULL AND climb.height < 100
)
SELECT climb.span_key, min(complete.name) AS stage
FROM climb
JOIN complete ON complete.span_key = climb.above
WHERE complete.kind NOT IN ('llm', 'embedding')
GROUP BY climb.span_key
