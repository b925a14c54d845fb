-- When nothing was picked: what is there without the filters, and without the window?
SELECT
  count(*)::INTEGER AS spans,
  count_if(
    coalesce(started_at >= getvariable('window_start'), getvariable('window_start') IS NULL)
    AND coalesce(started_at < getvariable('window_end'), getvariable('window_end') IS NULL)
  )::INTEGER AS spans_in_window,
  strftime(timezone(getvariable('tz'), min(started_at)), '%Y-%m-%d %H:%M') AS first_at,
  strftime(timezone(getvariable('tz'), max(started_at)), '%Y-%m-%d %H:%M') AS last_at
FROM record()
WHERE NOT EXISTS (FROM unpriced)
