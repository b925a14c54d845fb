-- Which stretches of time stand out, in what a call costs and in how many there are? A whole day has to be as unlikely as 3.5 standard
-- errors, one of the many parts of a day as 4.5; so that nothing unusual gives nothing, in a month of many groups.
WITH enough AS (
  SELECT *, greatest(mean_z, log_z) AS z_score
  FROM day_part
  -- Five days to compare with, or, of days of its own class, four.
  WHERE mean_days >= CASE WHEN getvariable('anomaly_first_day') <= day - 2 * getvariable('baseline_days') THEN 4 ELSE 5 END
)
SELECT 'level' AS change, group_key, 24 * day + first_hour AS from_hour, length AS hours, z_score, ratio, exp(usual_mean) AS usual
FROM enough
WHERE z_score > CASE length WHEN 24 THEN 3.5 ELSE 4.5 END + getvariable('anomaly_margin') AND ratio > 1.15
UNION ALL
SELECT 'level' AS change, group_key, 24 * day AS from_hour, length AS hours, z_score, ratio, exp(usual_mean) AS usual
FROM drifting_week
WHERE z_score > 3.5 + getvariable('anomaly_margin') AND ratio > 1.15
UNION ALL
SELECT 'traffic' AS change, group_key, 24 * day + first_hour AS from_hour, length AS hours, traffic_z AS z_score, traffic_ratio AS ratio, usual_traffic AS usual
FROM enough
WHERE traffic_z > CASE length WHEN 24 THEN 4 ELSE 5.5 END AND traffic_ratio > 1.3
ORDER BY change, group_key, z_score DESC, from_hour, hours
