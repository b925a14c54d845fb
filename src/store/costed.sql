-- The waist: one row per span, deduplicated, its usage counted once, with the cost that the request chose to trust.
CREATE OR REPLACE MACRO costed(spans) AS TABLE
SELECT
  *,
  CASE cost_usd WHEN reported_cost_usd THEN 'reported' WHEN computed_cost_usd THEN 'computed' END AS cost_source,
  -- What a parent has beyond its children is no call, but it is not free either.
  (is_call OR usage_role = 'unattributed') AND cost_usd IS NULL AND has_usage(input_tokens, output_tokens, NULL) AS is_unpriced
FROM (
  SELECT *, chosen_cost(getvariable('cost_mode'), reported_cost_usd, computed_cost_usd, input_tokens, output_tokens) AS cost_usd
  FROM priced(spans)
)
