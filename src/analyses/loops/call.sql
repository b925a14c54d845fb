-- Which model calls belong to the traces that may have looped? In order, numbered.
CREATE OR REPLACE TEMP TABLE loop_call AS
SELECT
  picked.*,
  hash(picked.trace_key, loop_container.container_key, picked.agent) AS thread_key,
  row_number() OVER (ORDER BY picked.trace_key, picked.started_at NULLS LAST, picked.step NULLS LAST, picked.span_id NULLS LAST, picked.input_tokens NULLS LAST, picked.output_tokens NULLS LAST) AS call_number
FROM picked
LEFT JOIN loop_container USING (parent_key)
WHERE picked.is_call AND picked.kind <> 'tool' AND picked.trace_key IN (SELECT trace_key FROM loop_step SEMI JOIN loop_candidate USING (thread_key))
