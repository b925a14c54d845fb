-- In which order were the tool calls of each thread made that can have looped, and which change something? `place` counts the calls of a
-- thread from 1, `changes` those up to it that changed something anew: what was written up to $span calls before and is written again
-- does not, as an agent that takes turns between two versions goes round too.
CREATE OR REPLACE TEMP TABLE loop_step AS
WITH placed AS (
  SELECT
    loop_keyed.* EXCLUDE (step, nested_text),
    loop_keyed.rowid AS call_row,
    is_change(loop_tool.names_change, loop_keyed.arguments) AS is_change,
    is_prose(loop_keyed.arguments) AS is_prose,
    row_number() OVER (PARTITION BY loop_keyed.thread_key ORDER BY loop_keyed.started_at NULLS LAST, loop_keyed.step NULLS LAST, loop_keyed.span_id NULLS LAST, loop_keyed.arguments) AS place
  FROM loop_keyed
  SEMI JOIN loop_potential USING (thread_key)
  JOIN loop_tool USING (tool)
),
made AS (
  SELECT
    *,
    is_change AND NOT has_failed
      AND coalesce(place - lag(place) OVER (PARTITION BY thread_key, asked_key, is_change AND NOT has_failed ORDER BY place) > $span, true) AS is_new_change
  FROM placed
)
SELECT *, count_if(is_new_change) OVER (PARTITION BY thread_key ORDER BY place) AS changes, changes - is_new_change::BIGINT AS changes_before FROM made
