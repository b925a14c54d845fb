-- What did each day cost, the silent ones included?
WITH spent AS (
  SELECT timezone(getvariable('tz'), started_at)::DATE AS day, sum(cost_usd)::DOUBLE AS cost_usd
  FROM picked
  WHERE started_at IS NOT NULL
  GROUP BY day
)
SELECT strftime(calendar.day, '%Y-%m-%d') AS day, spent.cost_usd
FROM (SELECT unnest(generate_series((SELECT min(day) FROM spent)::TIMESTAMP, (SELECT max(day) FROM spent)::TIMESTAMP, INTERVAL 1 DAY))::DATE AS day) AS calendar
LEFT JOIN spent USING (day)
ORDER BY calendar.day
