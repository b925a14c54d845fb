-- The calls of the threads that may have looped, in order, as far as they are compared; `asked` and `outcome` are equal for equal ones.
WITH step AS (
  SELECT
    loop_step.*,
    loop_candidate.may_stand,
    loop_turn.turn,
    count(*) OVER (PARTITION BY loop_step.thread_key, loop_turn.turn) AS together,
    min(loop_step.place) OVER asked AS asked,
    count(*) OVER asked > 1 AS is_asked_again,
    count(*) OVER (PARTITION BY loop_step.thread_key, loop_step.tool_key, loop_step.sketch_head[1]) > 1 AS is_told_again
  FROM loop_step
  JOIN loop_candidate USING (thread_key)
  LEFT JOIN loop_turn USING (thread_key, place)
  WINDOW asked AS (PARTITION BY loop_step.thread_key, loop_step.asked_key)
)
SELECT
  step.thread_key::VARCHAR AS thread_key,
  step.place::INTEGER AS place,
  step.turn::INTEGER AS turn,
  step.together::INTEGER AS together,
  step.changes::INTEGER AS changes,
  step.changes_before::INTEGER AS changes_before,
  step.tool,
  step.asked::INTEGER AS asked,
  CASE WHEN step.has_failed OR step.is_prose OR step.is_told_again THEN step.arguments END AS arguments,
  step.has_failed,
  step.is_change,
  step.is_telling,
  step.is_prose,
  loop_outcome.outcome,
  coalesce(tool_cost.cost_usd, loop_linked.cost_usd) AS cost_usd
FROM step
LEFT JOIN loop_outcome USING (output_digest)
LEFT JOIN (
  SELECT span_key, max(cost_usd) AS cost_usd FROM picked WHERE kind = 'tool' AND cost_usd IS NOT NULL AND span_key IS NOT NULL GROUP BY span_key
) AS tool_cost USING (span_key)
LEFT JOIN loop_linked USING (thread_key, span_key)
WHERE step.may_stand OR step.has_failed OR step.is_prose OR step.is_asked_again OR step.is_told_again
ORDER BY step.thread_key, step.place
