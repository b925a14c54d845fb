-- The rows of the file, spans and what was set aside, with the keys that are made of their columns.
CREATE OR REPLACE MACRO kept_call_key(id, span, call) AS CASE WHEN getvariable('kept_span_is_call')[id] THEN span ELSE call END;

CREATE OR REPLACE VIEW kept_row AS
SELECT * EXCLUDE (trace_key, call_key), text_key(trace_id) AS trace_key, kept_call_key(source_id, span_key, call_key) AS call_key
FROM (
  SELECT * EXCLUDE (cost_pico_usd, cost_assumed), rowid AS kept_rowid, false AS is_aside FROM kept.landed
  UNION ALL BY NAME
  SELECT *, rowid AS kept_rowid, true AS is_aside FROM kept.set_aside
)
;
CREATE OR REPLACE VIEW kept_usage AS
SELECT
  kept_rowid, span_key, provider, model, service_tier, started_at, uncached_input_tokens, cache_read_tokens, cache_write_5m_tokens,
  cache_write_1h_tokens, output_tokens,
  known_sum(uncached_input_tokens, known_sum(cache_read_tokens, known_sum(cache_write_5m_tokens, cache_write_1h_tokens))) AS input_tokens
FROM (SELECT *, rowid AS kept_rowid FROM kept.landed UNION ALL BY NAME FROM kept.landed_columns);

CREATE OR REPLACE VIEW kept_remainder AS
SELECT DISTINCT ON (kept_usage.span_key) kept_usage.* REPLACE (
  rollup.input_tokens AS input_tokens,
  rollup.input_tokens AS uncached_input_tokens,
  NULL::BIGINT AS cache_read_tokens,
  NULL::BIGINT AS cache_write_5m_tokens,
  NULL::BIGINT AS cache_write_1h_tokens,
  rollup.output_tokens AS output_tokens
)
FROM kept.rollup AS rollup
JOIN kept_usage USING (span_key)
ORDER BY kept_usage.span_key
