-- What would nothing, a million fresh tokens and a million cached tokens have cost in place of each of those calls' own?
CREATE OR REPLACE TEMP VIEW loop_marginal AS
SELECT
  loop_call.call_number, loop_call.provider, loop_call.model, loop_call.service_tier, loop_call.started_at, loop_call.input_tokens,
  sort.sort, sort.fresh AS uncached_input_tokens, sort.cached AS cache_read_tokens,
  0 AS cache_write_5m_tokens, 0 AS cache_write_1h_tokens, 0 AS output_tokens
FROM loop_call
CROSS JOIN (VALUES ('none', 0, 0), ('fresh', 1000000, 0), ('cached', 0, 1000000)) AS sort (sort, fresh, cached)
