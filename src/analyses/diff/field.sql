-- What did each value of each field cost on each side? Fields that many values share: who asked, for what, of which version, by which model.
-- Fields of few values are told together first: their few combinations are then taken apart, not all calls once for each field.
WITH told AS (
  SELECT
    side_of(started_at, source_id) AS side,
    grouping(user_id) = 0 AS is_user,
    grouping(prompt_digest) = 0 AS is_prompt,
    model, provider, service_tier, release, feature, environment, user_id, agent, stop_reason, error_type, prompt_digest, temperature, max_tokens,
    count(*) AS calls,
    sum(cost_usd) AS cost_usd
  FROM picked
  WHERE cost_usd IS NOT NULL AND side_of(started_at, source_id) > 0
  GROUP BY GROUPING SETS (
    (side, model, provider, service_tier, release, feature, environment, agent, stop_reason, error_type, temperature, max_tokens),
    (side, user_id),
    (side, prompt_digest)
  )
),
valued AS (
  SELECT
    side,
    calls,
    cost_usd,
    unnest(CASE
      WHEN is_user THEN [{'field': 'user_id', 'value': user_id}]
      WHEN is_prompt THEN [{'field': 'prompt_digest', 'value': prompt_digest}]
      ELSE [
        {'field': 'model', 'value': model},
        {'field': 'provider', 'value': provider},
        {'field': 'service_tier', 'value': service_tier},
        {'field': 'release', 'value': release},
        {'field': 'feature', 'value': feature},
        {'field': 'environment', 'value': environment},
        {'field': 'agent', 'value': agent},
        {'field': 'stop_reason', 'value': stop_reason},
        {'field': 'error_type', 'value': error_type},
        {'field': 'temperature', 'value': temperature::VARCHAR},
        {'field': 'max_tokens', 'value': max_tokens::VARCHAR}
      ]
    END, max_depth := 2)
  FROM told
)
SELECT
  field,
  value,
  sum(calls) FILTER (bit = 1)::DOUBLE AS calls_before,
  sum(calls) FILTER (bit = 2)::DOUBLE AS calls_after,
  sum(cost_usd) FILTER (bit = 1) AS before_usd,
  sum(cost_usd) FILTER (bit = 2) AS after_usd
FROM valued
JOIN diff_side USING (side)
WHERE value IS NOT NULL
GROUP BY field, value
ORDER BY field, value
