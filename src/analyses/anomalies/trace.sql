-- What does each trace come to, under the group of its first call? One that began before what is judged only stands in baselines.
CREATE OR REPLACE TEMP TABLE judged_trace AS
SELECT
  trace_key,
  arg_min(group_key, (started_at, group_key)) AS group_key,
  arg_min(environment, (started_at, group_key, environment)) AS environment,
  min(started_at) AS started_at,
  arg_min(day, started_at) AS day,
  arg_min(hour, started_at) AS hour,
  min(slice) AS slice,
  arg_min(is_weekend, started_at) AS is_weekend,
  bool_and(is_judged) AS is_judged,
  bool_and(has_failed) AS has_failed,
  count(*)::BIGINT AS calls,
  sum(cost_usd) AS cost_usd,
  sum(value) AS value
FROM measured_call()
WHERE trace_key IS NOT NULL
GROUP BY trace_key
