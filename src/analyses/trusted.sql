-- How far can sums over the picked spans be trusted? What they lack, counted.
SELECT
  count_if(is_unpriced)::BIGINT AS unpriced_calls,
  count_if(is_output_placeholder AND is_call)::BIGINT AS placeholder_calls,
  count_if(price_assumed)::BIGINT AS assumed_prices,
  count_if(usage_role = 'unattributed')::BIGINT AS unattributed_spans
FROM picked
