-- How are the values of calls distributed, in each group and slice of time? Failed calls are counted apart: they cost little and would
-- drag every quantile down.
CREATE OR REPLACE TEMP TABLE value_bucket AS
SELECT 'call' AS grain, group_key, model, environment, day, slice, is_weekend, bucket_of(value) AS bucket, count(*) AS items, min(value) AS value
FROM measured_call()
WHERE NOT has_failed
GROUP BY ALL
