-- One row per span with the usage that counts: roll-ups without theirs, dimensions of the trace filled in.
CREATE OR REPLACE MACRO record() AS TABLE
SELECT
  complete.* REPLACE (
    CASE WHEN rollup.usage_role IS NULL THEN complete.input_tokens ELSE rollup.input_tokens END AS input_tokens,
    CASE WHEN rollup.usage_role IS NULL THEN complete.uncached_input_tokens ELSE rollup.input_tokens END AS uncached_input_tokens,
    CASE WHEN rollup.usage_role IS NULL THEN complete.cache_read_tokens END AS cache_read_tokens,
    CASE WHEN rollup.usage_role IS NULL THEN complete.cache_write_tokens END AS cache_write_tokens,
    CASE WHEN rollup.usage_role IS NULL THEN complete.cache_write_5m_tokens END AS cache_write_5m_tokens,
    CASE WHEN rollup.usage_role IS NULL THEN complete.cache_write_1h_tokens END AS cache_write_1h_tokens,
    CASE WHEN rollup.usage_role IS NULL THEN complete.output_tokens ELSE rollup.output_tokens END AS output_tokens,
    CASE WHEN rollup.usage_role IS NULL THEN complete.reasoning_tokens END AS reasoning_tokens,
    CASE WHEN rollup.usage_role IS NULL THEN complete.reported_cost_usd ELSE rollup.reported_cost_usd END AS reported_cost_usd,
    coalesce(complete.session_id, trace_dimension.session_id) AS session_id,
    coalesce(complete.user_id, trace_dimension.user_id) AS user_id,
    coalesce(complete.feature, trace_dimension.feature) AS feature,
    coalesce(complete.environment, trace_dimension.environment) AS environment,
    coalesce(complete.release, trace_dimension.release) AS release,
    coalesce(complete.tags, trace_record.tags) AS tags,
    CASE WHEN trace_record.attributes IS NULL THEN complete.attributes ELSE merged_attributes(trace_record.attributes, complete.attributes) END AS attributes,
    coalesce(complete.ended_at, tool_result.ended_at) AS ended_at,
    coalesce(complete.latency_ms, (epoch_us(tool_result.ended_at) - epoch_us(complete.started_at)) / 1000) AS latency_ms,
    CASE WHEN tool_result.is_error THEN 'error'::status ELSE complete.status END AS status,
    coalesce(complete.is_error, tool_result.is_error) AS is_error,
    coalesce(complete.output_digest, tool_result.output_digest) AS output_digest,
    coalesce(complete.output_sketch, tool_result.output_sketch) AS output_sketch
  ),
  rollup.usage_role,
  CASE WHEN complete.kind IN ('llm', 'embedding') THEN coalesce(stage.stage, complete.name) ELSE complete.name END AS stage
FROM complete
LEFT JOIN rollup USING (span_key)
LEFT JOIN stage USING (parent_key)
LEFT JOIN trace_dimension USING (trace_key)
LEFT JOIN trace_record USING (trace_key)
LEFT JOIN tool_result USING (span_key)
