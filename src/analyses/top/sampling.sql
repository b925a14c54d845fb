-- For how many do the picked calls stand, and which of them log no sampling?
SELECT
  count(*)::BIGINT AS calls,
  count(weight)::BIGINT AS sampled,
  round(sum(CASE WHEN weight IS NULL THEN 1 ELSE weight::DECIMAL(18, 6) END))::BIGINT AS represented
FROM picked
WHERE is_call
