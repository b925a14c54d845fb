-- Which prices apply to a model as the log names it, and when? At most one row holds for a call. Dollars per million tokens.
CREATE OR REPLACE TABLE price (
  provider VARCHAR, -- provider, model and service_tier as logged: the key, in which NULL equals NULL
  model VARCHAR, -- as logged
  service_tier VARCHAR, -- as logged
  matched VARCHAR, -- provider:model of the price list
  rule VARCHAR, -- how the logged name led there: exact alias snapshot correction override
  source VARCHAR, -- the price list that has it
  checked DATE, -- when the source was last compared; NULL: the user's own file
  valid_from TIMESTAMPTZ, -- half open; NULL: no bound
  valid_to TIMESTAMPTZ, -- excluded
  daily_from INTEGER, -- seconds of the UTC day, half open; NULL: all day
  daily_to INTEGER, -- excluded
  tier_start BIGINT, -- prompts of more than so many tokens, cached ones included (0: every prompt), pay this on all their tokens
  tier_end BIGINT, -- and of at most so many; NULL: no bound
  input DECIMAL(18, 6), -- per uncached input token
  output DECIMAL(18, 6), -- per output token, reasoning included
  cache_read DECIMAL(18, 6), -- per token read from the cache
  cache_write_5m DECIMAL(18, 6), -- per token written to it for five minutes
  cache_write_1h DECIMAL(18, 6), -- per token written to it for an hour
  request DECIMAL(18, 6), -- per million calls
  assumed VARCHAR[], -- what the source has no price for: token classes priced at the input rate, 'service_tier' at the listed one
  context_window BIGINT, -- tokens that fit the model
  min_cache_tokens BIGINT -- shorter prompts are not cached
);

-- Rows of it, given as JSON.
CREATE OR REPLACE MACRO price_rows(json_rows) AS TABLE
SELECT unnest(
  from_json(json_rows, '[{
    "provider": "VARCHAR", "model": "VARCHAR", "service_tier": "VARCHAR", "matched": "VARCHAR", "rule": "VARCHAR", "source": "VARCHAR",
    "checked": "DATE", "valid_from": "TIMESTAMPTZ", "valid_to": "TIMESTAMPTZ", "daily_from": "INTEGER", "daily_to": "INTEGER",
    "tier_start": "BIGINT", "tier_end": "BIGINT", "input": "DECIMAL(18, 6)", "output": "DECIMAL(18, 6)", "cache_read": "DECIMAL(18, 6)",
    "cache_write_5m": "DECIMAL(18, 6)", "cache_write_1h": "DECIMAL(18, 6)", "request": "DECIMAL(18, 6)", "assumed": ["VARCHAR"],
    "context_window": "BIGINT", "min_cache_tokens": "BIGINT"
  }]'),
  max_depth := 2
);
