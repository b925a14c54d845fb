-- Which numbers of home-made records look like tokens, cost or time and went into no column? `map`: what could teach it.
WITH field AS (
  SELECT
    unnest(json_keys(attributes)) AS field,
    attributes,
    [
      CASE WHEN input_tokens IS NULL THEN 'input_tokens' END,
      CASE WHEN output_tokens IS NULL THEN 'output_tokens' END,
      CASE WHEN cache_read_tokens IS NULL THEN 'cache_read_tokens' END,
      CASE WHEN cache_write_tokens IS NULL THEN 'cache_write_tokens' END,
      CASE WHEN reported_cost_usd IS NULL THEN 'reported_cost_usd' END,
      CASE WHEN latency_ms IS NULL THEN 'latency_ms' END
    ] AS free_columns
  FROM picked
  WHERE starts_with(dialect, 'flat') AND attributes IS NOT NULL
),
likened AS (
  SELECT
    field,
    free_columns,
    CASE
      WHEN regexp_matches(field, '(?i)max|limit|budget|quota|per_') THEN NULL
      WHEN regexp_matches(field, '(?i)tok') THEN CASE
        WHEN regexp_matches(field, '(?i)cach') THEN CASE WHEN regexp_matches(field, '(?i)writ|creat|stor') THEN 'cache_write_tokens' ELSE 'cache_read_tokens' END
        WHEN regexp_matches(field, '(?i)(^|[^a-z])in([^a-z]|$)|input|prompt|sent|query') THEN 'input_tokens'
        WHEN regexp_matches(field, '(?i)out|complet|respon|generat|receiv|reply|answer') THEN 'output_tokens'
      END
      WHEN regexp_matches(field, '(?i)cost|usd|spend|charge') THEN 'reported_cost_usd'
      WHEN regexp_matches(field, '(?i)latency|duration|elapsed|took') THEN 'latency_ms'
    END AS meaning
  FROM field
  WHERE TRY_CAST(attributes ->> attribute_path(field) AS DOUBLE) IS NOT NULL
)
SELECT field, count(*)::BIGINT AS spans, '--map ' || meaning || '=' || field AS map
FROM likened
WHERE meaning IS NOT NULL AND list_contains(free_columns, meaning)
GROUP BY field, meaning
ORDER BY spans DESC, field
