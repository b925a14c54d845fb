-- In which thread was each model call made? `spans`: picked, or unpriced where no price is needed.
CREATE OR REPLACE MACRO loop_calls(spans) AS TABLE
WITH call AS (
  SELECT span.*, coalesce(loop_lone.session_key, span.trace_key) AS scope_key
  FROM query_table(spans) AS span
  LEFT JOIN loop_lone USING (trace_key)
  WHERE span.is_call AND span.kind <> 'tool'
)
SELECT
  call.*,
  hash(call.scope_key, loop_container.container_key, text_key(call.agent)) AS thread_key,
  coalesce(call.agent, loop_container.container_id) AS thread
FROM call
LEFT JOIN loop_container USING (parent_key)
