-- Which threads may have looped? Those of whose calls enough may have been in vain that redundancy.ts has to weigh them, and those
-- that may stand still, of which progress.ts has to see the model calls too.
CREATE OR REPLACE TEMP TABLE loop_candidate AS
WITH weighed AS (
  SELECT thread_key, place, max(weight) AS weight FROM loop_sign GROUP BY thread_key, place
),
sign AS (
  SELECT thread_key, false AS may_stand FROM weighed GROUP BY thread_key HAVING count(*) >= 2 AND sum(weight) >= 0.99
  UNION ALL
  SELECT thread_key, true FROM loop_stale
),
named AS (
  SELECT loop_step.thread_key, loop_step.trace_key, loop_step.trace_id, loop_step.thread, sign.may_stand
  FROM loop_step
  JOIN sign USING (thread_key)
  WHERE loop_step.place = 1
  UNION ALL
  SELECT thread_key, trace_key, trace_id, thread, true FROM loop_said
)
SELECT thread_key, any_value(trace_key) AS trace_key, min(trace_id) AS trace_id, any_value(thread) AS thread, bool_or(may_stand) AS may_stand
FROM named
GROUP BY thread_key
