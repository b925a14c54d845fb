-- What does each operation cost per day: requests, average tokens, model, share of the whole?
WITH observed AS (
  SELECT date_diff('day', min(started_at)::DATE, max(started_at)::DATE) + 1 AS days FROM call
)
SELECT
  name,
  model,
  sum(cost_usd) / any_value(observed.days) AS per_day_usd,
  sum(cost_usd) / sum(sum(cost_usd)) OVER () AS share,
  count(*) / any_value(observed.days) AS calls_per_day,
  avg(input_tokens) AS mean_input_tokens,
  avg(output_tokens) AS mean_output_tokens,
  count_if(is_unpriced) AS unpriced_calls
FROM call
CROSS JOIN observed
GROUP BY name, model
ORDER BY per_day_usd DESC NULLS LAST, name NULLS LAST, model NULLS LAST
