-- Which calls of a model failed in the last hours, the slowest first?
-- $model: a glob (default: *)
-- $hours: hours before the newest call (default: 6)
SELECT trace_id, span_id, model, error_type, latency_ms, started_at, input_tokens, request_id
FROM call
WHERE status = 'error'
  AND coalesce(model, '') GLOB $model
  AND started_at > (SELECT max(started_at) FROM call) - to_hours($hours::BIGINT)
ORDER BY latency_ms DESC NULLS LAST, started_at, trace_id, span_id
