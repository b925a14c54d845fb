-- The listed findings, in their order.
SELECT
  rank,
  grain,
  key,
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
  trace_key IS NULL AND last_at IS NOT NULL AS is_stretch,
  last_at
FROM listed_finding
ORDER BY rank
