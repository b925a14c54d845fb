-- Does any dimension stand on some spans, or records of traces, but not on all of them? Only then can a trace have one to hand on.
SELECT
  count(session_id) BETWEEN 1 AND count(*) - 1
  OR count(user_id) BETWEEN 1 AND count(*) - 1
  OR count(feature) BETWEEN 1 AND count(*) - 1
  OR count(environment) BETWEEN 1 AND count(*) - 1
  OR count(release) BETWEEN 1 AND count(*) - 1 AS is_any
FROM (
  SELECT session_id, user_id, feature, environment, release FROM complete
  UNION ALL
  SELECT session_id, user_id, feature, environment, release FROM trace_record
)
