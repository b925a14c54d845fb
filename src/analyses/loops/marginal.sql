-- What those calls pay for (pico_calls reads nothing else of them): which price each of them paid tells what more tokens would have cost it.
CREATE OR REPLACE TEMP VIEW loop_marginal AS
SELECT
  landed_row, provider, model, service_tier, started_at, input_tokens,
  uncached_input_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, output_tokens
FROM loop_found_call
