-- A dimension that only some spans of a trace log (often the root alone) or a record of the trace's own holds for the whole trace when there is just one value.
INSERT INTO trace_dimension
SELECT
  trace_key,
  CASE WHEN min(session_id) = max(session_id) THEN min(session_id) END AS session_id,
  CASE WHEN min(user_id) = max(user_id) THEN min(user_id) END AS user_id,
  CASE WHEN min(feature) = max(feature) THEN min(feature) END AS feature,
  CASE WHEN min(environment) = max(environment) THEN min(environment) END AS environment,
  CASE WHEN min(release) = max(release) THEN min(release) END AS release
FROM (
  SELECT trace_key, session_id, user_id, feature, environment, release FROM complete
  UNION ALL
  SELECT trace_key, session_id, user_id, feature, environment, release FROM trace_record
)
GROUP BY trace_key
-- Where all spans say it, or none, there is nothing to inherit: in most logs no row is left for every question to join.
HAVING count(session_id) BETWEEN 1 AND count(*) - 1
  OR count(user_id) BETWEEN 1 AND count(*) - 1
  OR count(feature) BETWEEN 1 AND count(*) - 1
  OR count(environment) BETWEEN 1 AND count(*) - 1
  OR count(release) BETWEEN 1 AND count(*) - 1
