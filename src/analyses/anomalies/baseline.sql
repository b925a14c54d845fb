-- What was usual before each slice? Quantiles of the slices before it, for a group with its model and environment (level 1), for the
-- group (2) and for everything (3), so that a young group has something to be judged by. Days that were found anomalous stay out.
CREATE OR REPLACE TEMP TABLE baseline AS
WITH usual AS (
  SELECT value_bucket.*
  FROM value_bucket
  ANTI JOIN anomalous_day USING (group_key, day)
),
leveled AS (
  SELECT grain, 1 AS level, group_key, model, environment, day, slice, is_weekend, bucket, items, value FROM usual
  UNION ALL
  SELECT grain, 2 AS level, group_key, NULL AS model, NULL AS environment, day, slice, is_weekend, bucket, sum(items) AS items, min(value) AS value
  FROM usual
  GROUP BY ALL
  UNION ALL
  SELECT grain, 3 AS level, NULL AS group_key, NULL AS model, NULL AS environment, day, slice, is_weekend, bucket, sum(items) AS items, min(value) AS value
  FROM usual
  GROUP BY ALL
),
judged AS (
  SELECT DISTINCT grain, level, group_key, model, environment, day, slice, is_weekend
  FROM (
    SELECT grain, unnest([1, 2, 3]) AS level, group_key, model, environment, day, slice, is_weekend
    FROM (SELECT DISTINCT grain, group_key, model, environment, day, slice, is_weekend FROM value_bucket)
  )
),
placed AS (
  SELECT DISTINCT
    grain,
    level,
    CASE WHEN level <= 2 THEN group_key END AS group_key,
    CASE WHEN level = 1 THEN model END AS model,
    CASE WHEN level = 1 THEN environment END AS environment,
    day,
    slice,
    is_weekend
  FROM judged
),
past AS (
  SELECT placed.grain, placed.level, placed.group_key, placed.model, placed.environment, placed.slice, leveled.bucket, sum(leveled.items) AS items, min(leveled.value) AS value
  FROM placed
  JOIN leveled
    ON leveled.grain = placed.grain
    AND leveled.level = placed.level
    AND leveled.group_key IS NOT DISTINCT FROM placed.group_key
    AND leveled.model IS NOT DISTINCT FROM placed.model
    AND leveled.environment IS NOT DISTINCT FROM placed.environment
    AND leveled.slice < placed.slice
    AND (
      leveled.day = placed.day
      OR is_before(leveled.day, leveled.is_weekend, placed.day, placed.is_weekend, getvariable('baseline_days'), 2 * getvariable('baseline_days'))
    )
  GROUP BY ALL
),
counted AS (
  SELECT
    *,
    sum(items) OVER (PARTITION BY grain, level, group_key, model, environment, slice ORDER BY bucket) AS up_to,
    sum(items) OVER (PARTITION BY grain, level, group_key, model, environment, slice) AS total
  FROM past
)
SELECT
  grain,
  level,
  group_key,
  model,
  environment,
  slice,
  any_value(total)::BIGINT AS items,
  min(value) FILTER (up_to >= 0.5 * total) AS p50,
  min(value) FILTER (up_to >= 0.95 * total) AS p95,
  min(value) FILTER (up_to >= 0.99 * total) AS p99,
  min(value) FILTER (up_to >= 0.995 * total) AS p995
FROM counted
GROUP BY grain, level, group_key, model, environment, slice
