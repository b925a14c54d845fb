-- Which call came nearest to the end of its model's context window?
SELECT
  call.input_tokens / size.context_window AS value,
  call.trace_id AS worst_trace_id,
  call.model AS subject,
  call.input_tokens,
  size.context_window
FROM picked AS call
JOIN (SELECT model, max(context_window) AS context_window FROM price GROUP BY model) AS size USING (model)
WHERE call.is_call AND call.input_tokens IS NOT NULL AND size.context_window > 0
ORDER BY value DESC, call.trace_id, call.input_tokens
LIMIT 1
