-- Which attributes have so few values that each stands for many calls? At most $most, the ones that most traces have.
WITH looked_at AS (
  SELECT trace_key, attributes
  FROM unpriced
  WHERE attributes IS NOT NULL AND side_of(started_at, source_id) > 0
  LIMIT 20000
),
keyed AS (
  SELECT trace_key, attributes, unnest(json_keys(attributes)) AS key FROM looked_at
)
SELECT key
FROM keyed
GROUP BY key
HAVING count(DISTINCT attributes ->> attribute_path(key)) BETWEEN 2 AND greatest(50, count(DISTINCT trace_key) / 10)
ORDER BY count(DISTINCT trace_key) DESC, key
LIMIT $most
