-- Which findings are listed? The first $limit that are worth a line.
CREATE OR REPLACE TEMP TABLE listed_finding AS
SELECT
  rank, grain, key, keys, change_id, fold_id, shared_value, trace_key, trace_id, group_key, model, started_at, last_at, from_hour, until_hour, kind, metric, value, p50, p99,
  z_score, ratio, call_count, excess_usd
FROM finding
WHERE excess_usd >= getvariable('least_usd') OR excess_usd IS NULL OR getvariable('anomaly_all')
ORDER BY rank
LIMIT $limit
