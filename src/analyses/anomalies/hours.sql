-- What did the groups of $groups do hour by hour, and how many calls had the same hour of their earlier days on average?
SELECT
  active.group_key,
  24 * active.day + active.hour AS at_hour,
  active.is_judged,
  active.calls::DOUBLE AS calls,
  active.items::DOUBLE AS items,
  active.cut_sum,
  active.positive::DOUBLE AS positive,
  active.log_sum,
  avg(CASE WHEN past.calls IS NULL THEN 0 ELSE past.calls END) AS usual_calls
FROM group_hour AS active
JOIN past_day USING (group_key, day)
LEFT JOIN group_hour AS past ON past.group_key = active.group_key AND past.day = past_day.past AND past.hour = active.hour
WHERE active.group_key IN (SELECT unnest(from_json($groups::VARCHAR, '["VARCHAR"]'))) AND active.is_judged
GROUP BY ALL
ORDER BY active.group_key, at_hour
