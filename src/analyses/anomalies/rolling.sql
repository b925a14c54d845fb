-- By the simple rule: on which days did the mean call come to more than twice the p50 of the days before?
SELECT
  'shift' AS kind,
  getvariable('anomaly_metric') AS metric,
  call.group_key,
  24 * call.day AS from_hour,
  24 * call.day + 24 AS until_hour,
  NULL::DOUBLE AS z_score,
  avg(call.value) / usual.p50 AS ratio,
  usual.p50 AS usual
FROM measured_call() AS call
JOIN baseline AS usual
  ON usual.grain = 'call'
  AND usual.level = 2
  AND usual.group_key = call.group_key
  AND usual.slice = call.slice
WHERE call.is_judged AND NOT call.has_failed AND getvariable('anomaly_slices') = 1
GROUP BY call.group_key, call.day, usual.p50
HAVING avg(call.value) > 2 * usual.p50 AND usual.p50 > 0
ORDER BY call.group_key, call.day
