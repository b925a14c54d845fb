-- Which calls are judged or stand in a baseline, and under which group? Days and hours are those of tz; a call without a time cannot be
-- placed. Ids are looked up for what is found: as text they would take more time and room than all else.
CREATE OR REPLACE TEMP TABLE judged_call AS
SELECT
  * EXCLUDE (local_hour),
  local_hour // 24 AS day,
  local_hour % 24 AS hour,
  -- 1970 began on a Thursday.
  (local_hour // 24 + 3) % 7 >= 5 AS is_weekend,
  CASE getvariable('anomaly_slices') WHEN 24 THEN local_hour ELSE local_hour // 24 END AS slice
FROM (
  SELECT
    trace_key,
    span_key,
    group_label(first_key, second_key, name) AS group_key,
    coalesce(model, '') AS model,
    coalesce(environment, '') AS environment,
    started_at,
    (epoch_us(timezone(getvariable('tz'), started_at)) // 3600000000)::INTEGER AS local_hour,
    coalesce(started_at >= getvariable('judged_from'), true) AS is_judged,
    has_failed,
    cost_usd,
    input_tokens,
    output_tokens,
    latency_ms
  FROM grouped('picked')
  WHERE is_call AND started_at IS NOT NULL
)