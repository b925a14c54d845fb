-- Which price did each model get, and does the cost that the log reports agree with it? Sums are over calls that have both costs.
WITH priced_name AS (
  SELECT
    provider,
    model,
    string_agg(DISTINCT matched, ', ' ORDER BY matched) AS matched,
    string_agg(DISTINCT rule, ', ' ORDER BY rule) AS rule,
    string_agg(DISTINCT source, ', ' ORDER BY source) AS source
  FROM price
  GROUP BY provider, model
),
called AS (
  SELECT
    provider,
    model,
    count(*)::BIGINT AS calls,
    count_if(is_unpriced)::BIGINT AS unpriced_calls,
    sum(cost_usd) AS cost_usd,
    count_if(coalesce(reported_cost_usd > 0 AND computed_cost_usd IS NOT NULL, false))::BIGINT AS compared_calls,
    sum(reported_cost_usd) FILTER (reported_cost_usd > 0 AND computed_cost_usd IS NOT NULL) AS reported_cost_usd,
    sum(computed_cost_usd) FILTER (reported_cost_usd > 0 AND computed_cost_usd IS NOT NULL) AS computed_cost_usd,
    count_if(coalesce(reported_cost_usd = 0 AND known_sum(input_tokens, output_tokens) > 0, false))::BIGINT AS zero_reported_calls,
    count_if(coalesce(reported_cost_usd < 0, false))::BIGINT AS negative_calls,
    count_if(price_assumed)::BIGINT AS assumed_calls,
    count_if(is_output_placeholder)::BIGINT AS placeholder_calls
  FROM examined
  WHERE is_call
  GROUP BY provider, model
)
SELECT
  called.*,
  priced_name.* EXCLUDE (provider, model),
  (called.reported_cost_usd / nullif(called.computed_cost_usd, 0))::DOUBLE AS ratio,
  -- Below a cent, rounding of single calls decides.
  coalesce(abs(called.reported_cost_usd - called.computed_cost_usd) > greatest(0.01, 0.05 * called.computed_cost_usd), false) AS disagrees
FROM called
LEFT JOIN priced_name
  ON called.model = priced_name.model AND called.provider IS NOT DISTINCT FROM priced_name.provider
ORDER BY disagrees DESC, called.unpriced_calls DESC, called.assumed_calls DESC, called.calls DESC, called.provider NULLS LAST, called.model NULLS LAST
