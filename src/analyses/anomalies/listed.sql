-- The listed findings, in their order.
SELECT
  rank,
  grain,
  key,
  keys,
  shared_value,
  group_key AS "group",
  started_at AS at,
  kind,
  metric,
  value,
  p50,
  p99,
  ratio,
  z_score,
  call_count::BIGINT AS call_count,
  excess_usd,
  last_at
FROM listed_finding
ORDER BY rank
