-- The calls that the listed findings are about, and those of their groups before, with all that can tell them apart.
CREATE OR REPLACE TEMP TABLE explained_call AS
SELECT
  trace_key,
  trace_id,
  coalesce(span_id, trace_id) AS key,
  group_label(first_key, second_key, name) AS group_key,
  24 * date_diff('day', DATE '1970-01-01', timezone(getvariable('tz'), started_at)::DATE) + hour(timezone(getvariable('tz'), started_at)) AS at_hour,
  has_failed,
  model,
  cost_usd,
  uncached_input_tokens,
  cache_read_tokens,
  cache_write_5m_tokens,
  cache_write_1h_tokens,
  output_tokens,
  told_fields(user_id, prompt_digest, release, stop_reason, model, name, environment) AS fields
FROM grouped('picked')
WHERE is_call
  AND started_at IS NOT NULL
  AND group_label(first_key, second_key, name) IN (SELECT group_key FROM listed_finding)
