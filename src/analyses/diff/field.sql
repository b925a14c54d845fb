-- What did each value of each field cost on each side? Fields that many values share: who asked, for what, of which version, by which model.
WITH costed AS (
  SELECT
    side_of(started_at, source_id) AS side,
    trace_key, model, provider, service_tier, release, feature, environment, user_id, agent, stop_reason, error_type, prompt_digest,
    temperature::VARCHAR AS temperature,
    max_tokens::VARCHAR AS max_tokens,
    cost_usd
  FROM picked
  WHERE cost_usd IS NOT NULL AND side_of(started_at, source_id) > 0
),
valued AS (
  SELECT
    bit AS side,
    CASE
      WHEN grouping(model) = 0 THEN 'model'
      WHEN grouping(provider) = 0 THEN 'provider'
      WHEN grouping(service_tier) = 0 THEN 'service_tier'
      WHEN grouping(release) = 0 THEN 'release'
      WHEN grouping(feature) = 0 THEN 'feature'
      WHEN grouping(environment) = 0 THEN 'environment'
      WHEN grouping(user_id) = 0 THEN 'user_id'
      WHEN grouping(agent) = 0 THEN 'agent'
      WHEN grouping(stop_reason) = 0 THEN 'stop_reason'
      WHEN grouping(error_type) = 0 THEN 'error_type'
      WHEN grouping(prompt_digest) = 0 THEN 'prompt_digest'
      WHEN grouping(temperature) = 0 THEN 'temperature'
      ELSE 'max_tokens'
    END AS field,
    coalesce(model, provider, service_tier, release, feature, environment, user_id, agent, stop_reason, error_type, prompt_digest, temperature, max_tokens) AS value,
    count(*) AS calls,
    sum(cost_usd) AS cost_usd
  FROM costed
  JOIN diff_side USING (side)
  GROUP BY GROUPING SETS (
    (bit, model), (bit, provider), (bit, service_tier), (bit, release), (bit, feature), (bit, environment), (bit, user_id), (bit, agent),
    (bit, stop_reason), (bit, error_type), (bit, prompt_digest), (bit, temperature), (bit, max_tokens)
  )
)
SELECT
  field,
  value,
  sum(calls) FILTER (side = 1)::DOUBLE AS calls_before,
  sum(calls) FILTER (side = 2)::DOUBLE AS calls_after,
  sum(cost_usd) FILTER (side = 1) AS before_usd,
  sum(cost_usd) FILTER (side = 2) AS after_usd
FROM valued
WHERE value IS NOT NULL
GROUP BY field, value
ORDER BY field, value
