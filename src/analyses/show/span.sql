-- What does the log say about one span? Every column but digests of something longer and tools' arguments, which may hold text.
SELECT
  trace_id, span_id, parent_span_id, session_id, name, kind, stage, started_at, ended_at, latency_ms, ttft_ms,
  provider, model, service_tier, temperature, max_tokens,
  input_tokens, uncached_input_tokens, cache_read_tokens, cache_write_tokens, cache_write_5m_tokens, cache_write_1h_tokens,
  output_tokens, reasoning_tokens, total_tokens, usage_role,
  cost_usd, cost_source, reported_cost_usd, computed_cost_usd,
  status, error_type, is_error, stop_reason, tool_name, agent, user_id, feature, environment, release, tags,
  request_id, step, links, weight, prompt_digest, file, dialect, attributes
FROM picked
WHERE trace_id = $trace_id AND span_id = $span_id
ORDER BY started_at NULLS LAST, name NULLS LAST
