-- Which days of which groups stay out of baselines? Those that a change of level lay on.
CREATE OR REPLACE TEMP TABLE anomalous_day AS
SELECT DISTINCT group_key, unnest(range(from_hour // 24, (until_hour - 1) // 24 + 1))::INTEGER AS day
FROM found_change
WHERE metric = getvariable('anomaly_metric')
