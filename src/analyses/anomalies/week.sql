-- Which weeks cost more for each call than the four weeks before? Catches what grows too slowly for the days to tell.
CREATE OR REPLACE TEMP TABLE drifting_week AS
WITH daily AS (
  SELECT
    group_key,
    day,
    bool_and(is_judged) AS is_judged,
    sum(calls)::BIGINT AS calls,
    sum(items) AS items,
    sum(cut_sum) AS cut_sum,
    sum(cut_squares) AS cut_squares,
    ln(sum(cut_sum) / sum(items)) AS log_mean
  FROM group_hour
  GROUP BY group_key, day
  HAVING sum(cut_sum) > 0
),
weekly AS (
  SELECT
    group_key,
    last.day,
    sum(past.calls)::BIGINT AS calls,
    sum(past.items) AS items,
    ln(sum(past.cut_sum) / sum(past.items)) AS log_mean,
    sqrt(greatest(sum(past.items) * sum(past.cut_squares) / sum(past.cut_sum) ** 2 - 1, 0)) AS variation
  FROM daily AS last
  JOIN daily AS past USING (group_key)
  WHERE last.is_judged AND past.day BETWEEN last.day - getvariable('baseline_days') + 1 AND last.day
  GROUP BY group_key, last.day
),
compared AS (
  SELECT weekly.group_key, weekly.day, count(*) AS days, sum(past.calls)::BIGINT AS past_calls, list(past.log_mean) AS past_means, median(past.log_mean) AS usual_mean
  FROM weekly
  JOIN daily AS past USING (group_key)
  WHERE past.day BETWEEN weekly.day - 5 * getvariable('baseline_days') + 1 AND weekly.day - getvariable('baseline_days')
  GROUP BY weekly.group_key, weekly.day
)
SELECT
  weekly.group_key,
  weekly.day - getvariable('baseline_days') + 1 AS day,
  24 * getvariable('baseline_days') AS length,
  0 AS first_hour,
  weekly.calls,
  compared.usual_mean,
  exp(weekly.log_mean - compared.usual_mean) AS ratio,
  -- The mean of a week varies less than its days do.
  (weekly.log_mean - compared.usual_mean) / sqrt(
    greatest(1.4826 * list_median([abs(mean - compared.usual_mean) FOR mean IN compared.past_means]) / sqrt(getvariable('baseline_days')), 0.03) ** 2
    + weekly.variation ** 2 / weekly.items
  ) AS z_score
FROM weekly
JOIN compared USING (group_key, day)
WHERE compared.days >= 2 * getvariable('baseline_days') AND weekly.calls >= getvariable('least_calls') AND compared.past_calls >= getvariable('least_calls')
