-- What does everything that passed the filters come to?
SELECT
  count(DISTINCT trace_key)::INTEGER AS traces,
  sum(cost_usd) AS cost_usd,
  count_if(is_unpriced)::INTEGER AS unpriced_calls,
  count_if(price_assumed)::INTEGER AS assumed_prices,
  count_if(is_output_placeholder AND is_call)::INTEGER AS placeholder_calls,
  count_if(usage_role = 'unattributed')::INTEGER AS unattributed_spans
FROM picked
