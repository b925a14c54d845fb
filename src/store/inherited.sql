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
WHERE coalesce(session_id, user_id, feature, environment, release) IS NOT NULL
GROUP BY trace_key
