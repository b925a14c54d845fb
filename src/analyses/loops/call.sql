-- Which model calls belong to the traces that may have looped? `turn` numbers those of a trace, or of a session of single calls, from 1.
CREATE OR REPLACE TEMP TABLE loop_call AS
SELECT
  landed_row,
  scope_key,
  thread_key,
  span_key,
  request_id,
  started_at,
  row_number() OVER (PARTITION BY scope_key ORDER BY started_at NULLS LAST, step NULLS LAST, span_id NULLS LAST, input_tokens NULLS LAST, output_tokens NULLS LAST) AS turn
FROM loop_calls('unpriced')
WHERE scope_key IN (SELECT trace_key FROM loop_candidate)
