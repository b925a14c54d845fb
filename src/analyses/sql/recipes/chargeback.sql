-- What does each customer cost? Or each value of any other attribute.
-- $attribute: its name in the log (default: customer_id)
SELECT
  attributes ->> attribute_path($attribute::VARCHAR) AS attribute,
  sum(cost_usd) AS cost_usd,
  sum(cost_usd) / sum(sum(cost_usd)) OVER () AS share,
  count(DISTINCT trace_id) AS traces,
  count_if(is_call) AS calls,
  sum(input_tokens) AS input_tokens,
  sum(output_tokens) AS output_tokens,
  count_if(is_unpriced) AS unpriced_calls
FROM span
GROUP BY attribute
ORDER BY cost_usd DESC NULLS LAST, attribute NULLS LAST
