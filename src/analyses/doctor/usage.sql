-- Is the logged usage of model calls possible?
SELECT
  count(*)::BIGINT AS calls,
  count_if(coalesce(convention = 'exclusive against dialect', false))::BIGINT AS more_cached_than_input,
  min(span_id) FILTER (convention = 'exclusive against dialect') AS more_cached_than_input_example,
  count_if(coalesce(ends_with(convention, 'by provider'), false))::BIGINT AS guessed_convention,
  min(span_id) FILTER (ends_with(convention, 'by provider')) AS guessed_convention_example,
  count_if(coalesce(input_tokens = 0 AND output_tokens > 0, false))::BIGINT AS no_input,
  min(span_id) FILTER (input_tokens = 0 AND output_tokens > 0) AS no_input_example,
  -- A call that failed may have used none.
  count_if(coalesce(input_tokens, output_tokens) IS NULL AND status IS DISTINCT FROM 'error')::BIGINT AS unknown_usage,
  min(span_id) FILTER (coalesce(input_tokens, output_tokens) IS NULL AND status IS DISTINCT FROM 'error') AS unknown_usage_example,
  count_if(coalesce(input_tokens, output_tokens) IS NULL AND coalesce(status = 'error', false))::BIGINT AS failed_without_usage,
  min(span_id) FILTER (coalesce(input_tokens, output_tokens) IS NULL AND status = 'error') AS failed_without_usage_example,
  count_if(is_output_placeholder)::BIGINT AS placeholder_output,
  min(span_id) FILTER (is_output_placeholder) AS placeholder_output_example
FROM examined
WHERE is_call
