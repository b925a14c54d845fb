-- Which content does the log hold, so that its digests can be compared?
SELECT
  count_if(is_call)::BIGINT AS calls,
  count_if(is_call AND (has_prompt_digest OR has_prompt_blocks))::BIGINT AS prompt_digests,
  count_if(is_call AND has_prompt_blocks)::BIGINT AS prompt_blocks,
  count_if(is_tool_call)::BIGINT AS tool_calls,
  count_if(is_tool_call AND has_arguments)::BIGINT AS tool_arguments,
  count_if(is_tool_call AND has_output)::BIGINT AS tool_outputs
FROM examined
