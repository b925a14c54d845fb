-- Under which one or two values does each span stand? The variables first_dimension and second_dimension say which; `spans` is
-- 'picked', or 'unpriced' where costs do not matter.
CREATE OR REPLACE MACRO grouped(spans) AS TABLE
SELECT
  *,
    CASE getvariable('first_dimension')
      WHEN 'trace' THEN trace_id
      WHEN 'call' THEN span_id
      WHEN 'session' THEN session_id
      WHEN 'user' THEN user_id
      WHEN 'feature' THEN feature
      WHEN 'model' THEN model
      WHEN 'provider' THEN provider
      WHEN 'stage' THEN stage
      WHEN 'name' THEN name
      WHEN 'tool' THEN tool_name
      WHEN 'prompt' THEN prompt_digest
      WHEN 'env' THEN environment
      WHEN 'hour' THEN strftime(timezone(getvariable('tz'), started_at), '%Y-%m-%d %H:00')
      WHEN 'day' THEN strftime(timezone(getvariable('tz'), started_at), '%Y-%m-%d')
      WHEN 'week' THEN strftime(week_of(timezone(getvariable('tz'), started_at), getvariable('week_start')), '%Y-%m-%d')
      WHEN 'month' THEN strftime(timezone(getvariable('tz'), started_at), '%Y-%m')
      WHEN 'tag' THEN tag_value(tags, getvariable('first_dimension_key'))
      WHEN 'attr' THEN attributes ->> attribute_path(getvariable('first_dimension_key'))
    END AS first_key,
    CASE getvariable('second_dimension')
      WHEN 'trace' THEN trace_id
      WHEN 'call' THEN span_id
      WHEN 'session' THEN session_id
      WHEN 'user' THEN user_id
      WHEN 'feature' THEN feature
      WHEN 'model' THEN model
      WHEN 'provider' THEN provider
      WHEN 'stage' THEN stage
      WHEN 'name' THEN name
      WHEN 'tool' THEN tool_name
      WHEN 'prompt' THEN prompt_digest
      WHEN 'env' THEN environment
      WHEN 'hour' THEN strftime(timezone(getvariable('tz'), started_at), '%Y-%m-%d %H:00')
      WHEN 'day' THEN strftime(timezone(getvariable('tz'), started_at), '%Y-%m-%d')
      WHEN 'week' THEN strftime(week_of(timezone(getvariable('tz'), started_at), getvariable('week_start')), '%Y-%m-%d')
      WHEN 'month' THEN strftime(timezone(getvariable('tz'), started_at), '%Y-%m')
      WHEN 'tag' THEN tag_value(tags, getvariable('second_dimension_key'))
      WHEN 'attr' THEN attributes ->> attribute_path(getvariable('second_dimension_key'))
    END AS second_key,
  CASE getvariable('first_dimension') WHEN 'call' THEN span_key END AS call_identity,
  -- What `calls` counts: model calls; tool calls where the groups are tools.
  CASE getvariable('first_dimension') WHEN 'tool' THEN kind = 'tool' ELSE is_call END AS is_counted,
  -- Milliseconds since 1970, for elapsed time.
  epoch_us(started_at) / 1000 AS start_ms,
  epoch_us(started_at) / 1000 + latency_ms AS end_ms,
  coalesce(status = 'error' OR is_error, false) AS has_failed
FROM query_table(spans)
