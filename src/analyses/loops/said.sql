-- In which threads does a model say much the same again and again? Those with three answers or more in a row, long enough to say
-- something and asking for no tool, that have words in common.
CREATE OR REPLACE TEMP TABLE loop_said AS
WITH said AS (
  SELECT thread_key, scope_key, trace_id, thread, started_at, input_tokens, span_id, output_sketch[:4] AS sketch_head
  FROM loop_calls('unpriced')
  WHERE len(output_sketch) >= 5 AND arguments IS NULL AND thread_key IS NOT NULL
    AND (getvariable('loop_traces') IS NULL OR list_contains(getvariable('loop_traces'), trace_id))
),
again AS (
  SELECT
    *,
    coalesce(list_has_any(sketch_head, lag(sketch_head) OVER thread), false) AS is_alike
  FROM said
  WINDOW thread AS (PARTITION BY thread_key ORDER BY started_at NULLS LAST, input_tokens NULLS LAST, span_id NULLS LAST)
)
SELECT thread_key, any_value(scope_key) AS trace_key, min(trace_id) AS trace_id, any_value(thread) AS thread
FROM again
GROUP BY thread_key
HAVING count_if(is_alike) >= 2
