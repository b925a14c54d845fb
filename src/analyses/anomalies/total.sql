-- What was judged, and what was found in all?
SELECT
  (SELECT count(*) FROM finding WHERE excess_usd >= getvariable('least_usd') OR excess_usd IS NULL OR getvariable('anomaly_all'))::BIGINT AS findings,
  -- Nothing above what is usual is $0 above it, where anything could be judged.
  CASE
    WHEN EXISTS (FROM finding) OR getvariable('anomaly_metric') <> 'cost' OR count(usual.most) = 0
      THEN (SELECT sum(excess_usd) FROM finding WHERE excess_usd >= getvariable('least_usd') OR getvariable('anomaly_all'))
    ELSE 0
  END AS excess_usd,
  (SELECT count(*) FROM finding WHERE excess_usd < getvariable('least_usd') AND NOT getvariable('anomaly_all'))::BIGINT AS small_findings,
  count(*)::BIGINT AS calls,
  count(usual.most)::BIGINT AS judged_calls,
  count_if(call.has_failed)::BIGINT AS failed_calls,
  sum(call.cost_usd) AS cost_usd,
  sum(call.cost_usd) FILTER (call.has_failed) AS failed_usd,
  count_if(call.value IS NULL)::BIGINT AS unmeasured_calls
FROM (
  SELECT *, CASE getvariable('anomaly_metric') WHEN 'cost' THEN cost_usd::DOUBLE WHEN 'tokens' THEN known_sum(input_tokens, output_tokens) WHEN 'latency' THEN latency_ms END AS value
  FROM judged_call
  WHERE is_judged
) AS call
LEFT JOIN usual
  ON usual.grain = 'call'
  AND usual.group_key = call.group_key
  AND usual.model = call.model
  AND usual.environment = call.environment
  AND usual.slice = call.slice
