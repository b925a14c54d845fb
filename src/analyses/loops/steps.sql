-- The calls of the threads that may have looped, in order.
SELECT
  thread_key::VARCHAR AS thread_key,
  trace_id,
  trace_key::VARCHAR AS trace_key,
  thread,
  place::INTEGER AS place,
  span_id,
  parent_key::VARCHAR AS parent_key,
  request_id,
  tool,
  asked_key::VARCHAR AS asked_key,
  arguments,
  has_failed,
  is_change,
  is_telling,
  output_digest,
  started_at,
  epoch_us(started_at)::DOUBLE AS started_us,
  tool_cost.cost_usd
FROM loop_step
LEFT JOIN (
  SELECT span_key, max(cost_usd) AS cost_usd FROM picked WHERE kind = 'tool' AND cost_usd IS NOT NULL AND span_key IS NOT NULL GROUP BY span_key
) AS tool_cost USING (span_key)
WHERE thread_key IN (SELECT thread_key FROM loop_candidate)
ORDER BY thread_key, place
