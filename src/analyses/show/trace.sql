-- What happened in one trace (or in all traces of one session)? Its spans in the order in which they started.
SELECT
  -- Of one trace everybody knows it.
  CASE $means WHEN 'session' THEN trace_id END AS trace_id,
  span_id,
  parent_span_id,
  span_key,
  parent_key,
  name,
  kind,
  model,
  tool_name,
  agent,
  epoch_us(started_at)::BIGINT AS start_us,
  latency_ms,
  cost_usd::DECIMAL(38, 12) AS cost_usd,
  input_tokens,
  output_tokens,
  coalesce(status = 'error', false) OR coalesce(is_error, false) AS has_failed,
  status,
  error_type,
  is_call,
  is_unpriced,
  usage_role = 'unattributed' AS is_unattributed,
  price_assumed,
  is_call AND is_output_placeholder AS is_placeholder,
  source_id
FROM picked
WHERE CASE $means WHEN 'session' THEN session_id ELSE trace_id END = $id
ORDER BY started_at NULLS LAST, span_id NULLS LAST, name NULLS LAST, kind, tool_name NULLS LAST, latency_ms NULLS LAST, input_tokens NULLS LAST, output_tokens NULLS LAST
