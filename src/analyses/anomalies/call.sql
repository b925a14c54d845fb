-- Which calls are judged or stand in a baseline, and under which group? Days and hours are those of tz; a call without a time cannot be
-- placed.
CREATE OR REPLACE TEMP TABLE judged_call AS
SELECT
  *,
  weekday >= 6 AS is_weekend,
  day * getvariable('anomaly_slices') + CASE getvariable('anomaly_slices') WHEN 24 THEN hour ELSE 0 END AS slice
FROM (
  SELECT
    trace_key,
    trace_id,
    span_id,
    group_label(first_key, second_key, name) AS group_key,
    coalesce(model, '') AS model,
    coalesce(environment, '') AS environment,
    started_at,
    date_diff('day', DATE '1970-01-01', timezone(getvariable('tz'), started_at)::DATE)::INTEGER AS day,
    hour(timezone(getvariable('tz'), started_at))::INTEGER AS hour,
    isodow(timezone(getvariable('tz'), started_at))::INTEGER AS weekday,
    coalesce(started_at >= getvariable('judged_from'), true) AS is_judged,
    has_failed,
    cost_usd,
    input_tokens,
    output_tokens,
    latency_ms
  FROM grouped('picked')
  WHERE is_call AND started_at IS NOT NULL
)
