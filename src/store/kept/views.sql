-- What other tools read in a database file: plain SQL over its tables, costs in dollars, unknown is NULL.

-- every span, once, its usage counted once
CREATE VIEW span AS
WITH settled AS (
  SELECT
    landed.*,
    rollup.usage_role,
    coalesce(rollup.cost_pico_usd, CASE WHEN rollup.usage_role IS NULL THEN landed.cost_pico_usd END) AS pico_usd,
    CASE WHEN rollup.usage_role IS NULL THEN landed.reported_cost_usd ELSE rollup.reported_cost_usd END AS own_reported_usd,
    CASE WHEN rollup.usage_role IS NULL THEN landed.output_tokens ELSE rollup.output_tokens END AS own_output_tokens,
    CASE
      WHEN rollup.usage_role IS NOT NULL THEN rollup.input_tokens
      ELSE list_sum([landed.uncached_input_tokens, landed.cache_read_tokens, landed.cache_write_5m_tokens, landed.cache_write_1h_tokens])::BIGINT
    END AS input_tokens
  FROM (FROM landed UNION ALL BY NAME FROM landed_columns) AS landed LEFT JOIN rollup USING (span_key)
),
priced AS (
  SELECT
    *,
    (pico_usd::DECIMAL(19, 0) * 0.000000000001::DECIMAL(12, 12))::DECIMAL(38, 12) AS computed_cost_usd,
    usage_role IS NULL AND (kind IN ('llm', 'embedding') OR coalesce(input_tokens, own_output_tokens) IS NOT NULL OR own_reported_usd IS NOT NULL) AS is_call
  FROM settled
),
costed AS (
  SELECT
    *,
    CASE
      WHEN own_reported_usd > 0 OR own_reported_usd = 0 AND NOT coalesce(list_sum([input_tokens, own_output_tokens]) > 0, false) THEN own_reported_usd
      ELSE computed_cost_usd
    END AS cost_usd
  FROM priced
)
SELECT
  costed.trace_id, costed.span_id, costed.parent_span_id,
  coalesce(costed.session_id, whole.session_id) AS session_id,
  costed.name, costed.kind::VARCHAR AS kind,
  CASE WHEN costed.kind IN ('llm', 'embedding') THEN coalesce(stage.stage, costed.name) ELSE costed.name END AS stage,
  costed.started_at,
  coalesce(costed.ended_at, result.ended_at) AS ended_at,
  coalesce(costed.latency_ms, (epoch_us(result.ended_at) - epoch_us(costed.started_at)) / 1000) AS latency_ms,
  costed.ttft_ms, costed.provider, costed.model,
  costed.input_tokens,
  CASE WHEN costed.usage_role IS NULL THEN costed.uncached_input_tokens ELSE costed.input_tokens END AS uncached_input_tokens,
  CASE WHEN costed.usage_role IS NULL THEN costed.cache_read_tokens END AS cache_read_tokens,
  CASE WHEN costed.usage_role IS NULL THEN costed.cache_write_5m_tokens END AS cache_write_5m_tokens,
  CASE WHEN costed.usage_role IS NULL THEN costed.cache_write_1h_tokens END AS cache_write_1h_tokens,
  costed.own_output_tokens AS output_tokens,
  CASE WHEN costed.usage_role IS NULL THEN costed.reasoning_tokens END AS reasoning_tokens,
  costed.cost_usd,
  CASE costed.cost_usd WHEN costed.own_reported_usd THEN 'reported' WHEN costed.computed_cost_usd THEN 'computed' END AS cost_source,
  costed.own_reported_usd AS reported_cost_usd,
  costed.computed_cost_usd,
  costed.is_call,
  (costed.is_call OR coalesce(costed.usage_role = 'unattributed', false)) AND costed.cost_usd IS NULL AND coalesce(costed.input_tokens, costed.own_output_tokens) IS NOT NULL AS is_unpriced,
  costed.usage_role,
  CASE WHEN result.is_error THEN 'error' ELSE costed.status::VARCHAR END AS status,
  costed.error_type,
  coalesce(costed.is_error, result.is_error) AS is_error,
  costed.stop_reason, costed.agent,
  coalesce(costed.user_id, whole.user_id) AS user_id,
  coalesce(costed.feature, whole.feature) AS feature,
  coalesce(costed.environment, whole.environment) AS environment,
  coalesce(costed.release, whole.release) AS release,
  coalesce(costed.tags, record.tags) AS tags, costed.service_tier, costed.temperature, costed.max_tokens, costed.tool_name, costed.arguments,
  costed.request_id, costed.step, costed.links, costed.weight,
  CASE WHEN record.attributes IS NULL THEN costed.attributes WHEN costed.attributes IS NULL THEN record.attributes ELSE json_merge_patch(record.attributes, costed.attributes) END AS attributes, costed.prompt_digest,
  log.name AS file, source.dialect
FROM costed
LEFT JOIN stage USING (parent_key)
LEFT JOIN tool_result AS result USING (span_key)
LEFT JOIN trace_dimension AS whole ON whole.trace_key = hash(costed.trace_id, '    ' || costed.trace_id)
LEFT JOIN trace_record AS record ON record.trace_key = hash(costed.trace_id, '    ' || costed.trace_id)
LEFT JOIN source USING (source_id)
LEFT JOIN log USING (log_id);

-- model calls
CREATE VIEW call AS FROM span WHERE is_call;

-- tool calls
CREATE VIEW tool_call AS FROM span WHERE kind = 'tool';

-- one row per trace, rolled up
CREATE VIEW trace AS
SELECT
  trace_id,
  min(session_id) AS session_id, min(user_id) AS user_id, min(feature) AS feature, min(environment) AS environment, min(release) AS release,
  min(started_at) AS started_at, max(ended_at) AS ended_at,
  count(*) AS spans, count_if(is_call) AS calls, count_if(kind = 'tool') AS tool_calls,
  sum(input_tokens)::BIGINT AS input_tokens, sum(output_tokens)::BIGINT AS output_tokens,
  sum(cost_usd) AS cost_usd, -- of the calls whose cost is known
  count_if(is_unpriced) AS unpriced_calls
FROM span
GROUP BY trace_id
