-- Which pipeline step pays for the model calls under a span? The nearest span from there upwards that is no model call itself.
INSERT INTO stage
WITH RECURSIVE climb AS (
  SELECT DISTINCT parent_key, parent_key AS above, 1 AS height FROM complete WHERE kind IN ('llm', 'embedding') AND parent_key IS NOT NULL
  UNION
  SELECT climb.parent_key, complete.parent_key AS above, climb.height + 1 AS height
  FROM climb
  JOIN complete ON complete.span_key = climb.above
  WHERE complete.kind IN ('llm', 'embedding') AND complete.parent_key IS NOT NULL AND climb.height < 100
)
SELECT climb.parent_key, min(complete.name) AS stage
FROM climb
JOIN complete ON complete.span_key = climb.above
WHERE complete.kind NOT IN ('llm', 'embedding')
GROUP BY climb.parent_key
