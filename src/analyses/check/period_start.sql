-- When did the $period begin that the window begins in?
SELECT timezone(getvariable('tz'), CASE $period
  WHEN 'week' THEN week_of(timezone(getvariable('tz'), getvariable('window_start')), getvariable('week_start'))
  ELSE date_trunc($period, timezone(getvariable('tz'), getvariable('window_start')))
END) AS start
