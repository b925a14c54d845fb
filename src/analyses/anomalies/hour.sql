-- What does each group do in each hour? Means are taken over values cut at the 99.5th percentile of the baseline, or thrice its p50
-- where all calls cost much the same: one dear call is no dear hour, many are. Calls that failed count as traffic only.
CREATE OR REPLACE TEMP TABLE group_hour AS
SELECT
  call.group_key,
  call.day,
  call.hour,
  call.is_weekend,
  bool_and(call.is_judged) AS is_judged,
  count(*) AS calls,
  count_if(NOT call.has_failed) AS items,
  sum(least(call.value, greatest(usual.p995, 3 * usual.p50))) FILTER (NOT call.has_failed) AS cut_sum,
  sum(least(call.value, greatest(usual.p995, 3 * usual.p50)) ** 2) FILTER (NOT call.has_failed) AS cut_squares,
  sum(call.value) FILTER (NOT call.has_failed) AS value,
  count_if(NOT call.has_failed AND call.value > 0) AS positive,
  sum(ln(nullif(call.value, 0))) FILTER (NOT call.has_failed) AS log_sum,
  sum(ln(nullif(call.value, 0)) ** 2) FILTER (NOT call.has_failed) AS log_squares
FROM measured_call() AS call
LEFT JOIN baseline AS usual
  ON usual.grain = 'call'
  AND usual.level = 2
  AND usual.group_key = call.group_key
  AND usual.slice = call.slice
GROUP BY ALL
