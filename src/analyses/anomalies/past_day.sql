-- Which earlier days is each day of a group compared with, hour by hour? Of its life so far: a day on which it is silent counts.
CREATE OR REPLACE TEMP TABLE past_day AS
WITH calendar AS (
  SELECT DISTINCT day, is_weekend FROM group_hour
),
active AS (
  SELECT group_key, day, is_weekend, min(day) OVER (PARTITION BY group_key) AS first_day
  FROM (SELECT DISTINCT group_key, day, is_weekend FROM group_hour)
)
SELECT active.group_key, active.day, calendar.day AS past
FROM active
JOIN calendar
  ON is_before(calendar.day, calendar.is_weekend, active.day, active.is_weekend, 2 * getvariable('baseline_days'), 2 * getvariable('baseline_days'))
  AND calendar.day >= active.first_day
