-- Which calls had very long prompts?
-- $tokens: prompts of more tokens than this (default: 8000)
SELECT trace_id, span_id, model, input_tokens, cost_usd, started_at, name, feature, cache_read_tokens, output_tokens
FROM call
WHERE input_tokens > $tokens::BIGINT
ORDER BY input_tokens DESC, started_at, trace_id, span_id
