-- Which turn of the model asked for each call of the threads that may have looped? That of the model call above it, that of the same
-- request, or the last one that began before; where a coarse clock puts calls and steps into one instant they are taken to alternate.
CREATE OR REPLACE TEMP TABLE loop_turn AS
WITH own AS (
  SELECT DISTINCT thread_key FROM loop_call
),
-- A thread without model calls takes those of its trace: then the log does not say which agent called the model.
step AS (
  SELECT
    loop_step.thread_key,
    loop_step.place,
    loop_step.parent_key,
    loop_step.request_id,
    loop_step.started_at,
    coalesce(own.thread_key, loop_step.trace_key) AS caller
  FROM loop_step
  SEMI JOIN loop_candidate USING (thread_key)
  LEFT JOIN own USING (thread_key)
),
call AS (
  SELECT thread_key AS caller, span_key, request_id, started_at, turn FROM loop_call
  UNION ALL
  SELECT scope_key, span_key, request_id, started_at, turn FROM loop_call
),
above AS (
  SELECT caller, span_key AS parent_key, min(turn) AS turn FROM call WHERE span_key IS NOT NULL GROUP BY ALL
),
requested AS (
  SELECT caller, request_id, min(turn) AS turn FROM call WHERE request_id IS NOT NULL GROUP BY ALL
),
-- Only where all calls have a time is the last one before a step the one that asked for it.
instant AS (
  SELECT caller, started_at, list(turn ORDER BY turn) AS turns
  FROM call
  WHERE caller NOT IN (SELECT caller FROM call WHERE started_at IS NULL)
  GROUP BY ALL
),
linked AS (
  SELECT step.*, coalesce(above.turn, requested.turn) AS turn
  FROM step
  LEFT JOIN above USING (caller, parent_key)
  LEFT JOIN requested USING (caller, request_id)
),
timed AS (
  SELECT thread_key, place, caller, started_at, row_number() OVER (PARTITION BY thread_key, started_at ORDER BY place) AS nth
  FROM linked
  WHERE turn IS NULL AND started_at IS NOT NULL
)
SELECT thread_key, place, turn FROM linked WHERE turn IS NOT NULL
UNION ALL
SELECT timed.thread_key, timed.place, CASE WHEN instant.started_at = timed.started_at THEN instant.turns[least(timed.nth, len(instant.turns))] ELSE instant.turns[-1] END
FROM timed
ASOF JOIN instant ON instant.caller = timed.caller AND instant.started_at <= timed.started_at
