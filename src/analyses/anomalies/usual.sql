-- What is usual for a call or trace, by the nearest baseline that has enough of them: its group with its model and environment, its
-- group, everything? `most` is what it may come to: twice the 99th percentile. Of fewer than 200 values that is the largest or next to
-- it; then the same spread is laid once more on the 95th, so that `most` is as wide as the values are.
CREATE OR REPLACE TEMP TABLE usual AS
WITH place AS (
  SELECT DISTINCT grain, group_key, model, environment, slice FROM value_bucket
),
nearest AS (
  SELECT place.grain, place.group_key, place.model, place.environment, place.slice, baseline.level, baseline.items, baseline.p50, baseline.p95, baseline.p99
  FROM place
  JOIN baseline
    ON baseline.grain = place.grain
    AND baseline.slice = place.slice
    AND (baseline.level = 3 OR baseline.group_key = place.group_key)
    AND (baseline.level > 1 OR baseline.model = place.model AND baseline.environment = place.environment)
  WHERE baseline.items >= getvariable('least_calls')
  QUALIFY row_number() OVER (PARTITION BY place.grain, place.group_key, place.model, place.environment, place.slice ORDER BY baseline.level) = 1
)
SELECT *, CASE getvariable('anomaly_rule')
  WHEN 'p50' THEN 2 * p50
  ELSE 2 * greatest(p50, p99, CASE WHEN items < 200 AND p50 > 0 THEN p95 * p95 / p50 ELSE p99 END)
END AS most
FROM nearest
