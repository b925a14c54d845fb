-- Which groups had calls without a baseline of their own, and why?
WITH own AS (
  SELECT slice, group_key, items FROM baseline WHERE grain = 'call' AND level = 2
)
SELECT
  call.group_key AS "group",
  count(*)::BIGINT AS calls,
  sum(call.cost_usd) AS cost_usd,
  count_if(usual.level = 3)::BIGINT AS by_all_calls,
  max(own.items)::BIGINT AS baseline_calls,
  CASE WHEN max(own.items) IS NULL THEN 'no calls before' ELSE 'fewer than 30 calls before' END AS reason
FROM judged_call AS call
LEFT JOIN own ON own.group_key = call.group_key AND own.slice = call.slice
LEFT JOIN usual
  ON usual.grain = 'call'
  AND usual.group_key = call.group_key
  AND usual.model = call.model
  AND usual.environment = call.environment
  AND usual.slice = call.slice
WHERE call.is_judged AND (own.items IS NULL OR own.items < getvariable('least_calls'))
GROUP BY call.group_key
-- A group that is judged later on has merely begun inside the window.
HAVING call.group_key NOT IN (
  SELECT judged.group_key
  FROM judged_call AS judged
  JOIN own ON own.group_key = judged.group_key AND own.slice = judged.slice
  WHERE judged.is_judged AND own.items >= getvariable('least_calls')
)
ORDER BY cost_usd DESC NULLS LAST, call.group_key
