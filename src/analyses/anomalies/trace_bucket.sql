-- How are the values of traces distributed? Only where traces are more than their one call.
INSERT INTO value_bucket
SELECT 'trace' AS grain, group_key, '' AS model, environment, day, slice, is_weekend, bucket_of(value) AS bucket, count(*) AS items, min(value) AS value
FROM judged_trace
WHERE NOT has_failed AND group_key IN (SELECT group_key FROM judged_trace WHERE calls > 1)
GROUP BY ALL
