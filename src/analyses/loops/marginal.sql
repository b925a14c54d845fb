-- What would nothing, a million fresh tokens and a million cached tokens have cost in place of each of those calls' own?
CREATE OR REPLACE TEMP VIEW loop_marginal AS
SELECT
  found.landed_row, found.provider, found.model, found.service_tier, found.started_at, found.input_tokens,
  sort.sort, sort.fresh AS uncached_input_tokens, sort.cached AS cache_read_tokens,
  0 AS cache_write_5m_tokens, 0 AS cache_write_1h_tokens, 0 AS output_tokens
FROM loop_found_call AS found
CROSS JOIN (VALUES ('none', 0, 0), ('fresh', 1000000, 0), ('cached', 0, 1000000)) AS sort (sort, fresh, cached)
