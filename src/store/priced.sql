-- What did each call cost at the prices of its own date (or of prices_as_of)? One row per call, whatever `prices` holds for it.
-- Unknown price or unknown usage: NULL, never 0.

-- A class of tokens that was not logged adds nothing.
CREATE OR REPLACE MACRO billed(tokens, rate) AS CASE WHEN tokens IS NULL THEN 0 ELSE tokens * rate END;

-- Dollars per million tokens → whole pico-dollars per token: products and sums in 64 bits are exact, and four times as fast as in 128.
CREATE OR REPLACE MACRO pico(price) AS (price * 1000000)::BIGINT;

-- Which tier a call is in; a prompt of unknown length is in the first.
CREATE OR REPLACE MACRO prompt_length(input_tokens) AS CASE WHEN input_tokens IS NULL THEN 0 ELSE input_tokens END;

-- Whose prices a call pays: those of its own date, unless one date was asked for; without any date, those of the price list's release.
CREATE OR REPLACE MACRO price_date(started_at) AS
  coalesce(getvariable('prices_as_of')::TIMESTAMPTZ, started_at, getvariable('prices_newest')::TIMESTAMPTZ);

-- The price list in whole pico-dollars per token (`request`: per call), without open ends; `rate_id` numbers its rows.
CREATE OR REPLACE MACRO rates(prices) AS TABLE
SELECT
  row_number() OVER (ORDER BY provider, model, service_tier, valid_from, daily_from, tier_start) AS rate_id,
  provider,
  model,
  service_tier,
  coalesce(valid_from, '-infinity'::TIMESTAMPTZ) AS valid_from,
  coalesce(valid_to, 'infinity'::TIMESTAMPTZ) AS valid_to,
  CASE WHEN daily_from IS NULL THEN 0 ELSE daily_from * 1000000::BIGINT END AS daily_from_us,
  CASE WHEN daily_to IS NULL THEN 86400000000 ELSE daily_to * 1000000::BIGINT END AS daily_to_us,
  CASE WHEN tier_start = 0 THEN -1 ELSE tier_start END AS tier_start,
  coalesce(tier_end, 9223372036854775807) AS tier_end,
  pico(input) AS input,
  pico(output) AS output,
  pico(cache_read) AS cache_read,
  pico(cache_write_5m) AS cache_write_5m,
  pico(cache_write_1h) AS cache_write_1h,
  pico(request) AS request,
  len(assumed) > 0 AS assumes_any,
  list_contains(assumed, 'service_tier') AS assumes_service_tier,
  list_contains(assumed, 'output') AS assumes_output,
  list_contains(assumed, 'cache_read') AS assumes_cache_read,
  list_contains(assumed, 'cache_write_5m') AS assumes_cache_write_5m,
  list_contains(assumed, 'cache_write_1h') AS assumes_cache_write_1h
FROM query_table(prices);

-- What one call can cost, in whole pico-dollars: less than a million dollars. Beyond, its counts are corrupt.
CREATE OR REPLACE MACRO call_pico(pico_usd) AS pico_usd::DECIMAL(18, 0)::BIGINT;

-- Whole pico-dollars of one call → dollars. In 18 digits: the cast to more takes twice as long.
CREATE OR REPLACE MACRO dollars(pico_usd) AS (pico_usd::DECIMAL(18, 0) * 0.000000000001::DECIMAL(12, 12))::DECIMAL(38, 12);

CREATE OR REPLACE MACRO pico_calls(calls, prices) AS TABLE
SELECT
  call.*,
  CASE
    WHEN coalesce(call.input_tokens, call.output_tokens, call.cache_read_tokens, call.cache_write_5m_tokens, call.cache_write_1h_tokens) IS NOT NULL
    -- TRY: a corrupt count that does not fit leaves this one call unpriced
    THEN TRY(call_pico(
      billed(call.uncached_input_tokens, rate.input)
      + billed(call.cache_read_tokens, rate.cache_read)
      + billed(call.cache_write_5m_tokens, rate.cache_write_5m)
      + billed(call.cache_write_1h_tokens, rate.cache_write_1h)
      + billed(call.output_tokens, rate.output)
      + rate.request
    ))
  END AS computed_pico_usd,
  -- Some of these tokens are of a class that has no price of its own.
  CASE
    WHEN rate.assumes_any THEN coalesce(
      rate.assumes_service_tier
        OR rate.assumes_output AND call.output_tokens > 0
        OR rate.assumes_cache_read AND call.cache_read_tokens > 0
        OR rate.assumes_cache_write_5m AND call.cache_write_5m_tokens > 0
        OR rate.assumes_cache_write_1h AND call.cache_write_1h_tokens > 0,
      false
    )
    ELSE false
  END AS price_assumed,
  rate.rate_id -- the row of rates() that it paid
FROM query_table(calls) AS call
LEFT JOIN rates(prices) AS rate
  ON call.model = rate.model
  AND call.provider IS NOT DISTINCT FROM rate.provider
  AND call.service_tier IS NOT DISTINCT FROM rate.service_tier
  AND price_date(call.started_at) >= rate.valid_from
  AND price_date(call.started_at) < rate.valid_to
  AND epoch_us(price_date(call.started_at)) % 86400000000 >= rate.daily_from_us
  AND epoch_us(price_date(call.started_at)) % 86400000000 < rate.daily_to_us
  -- Long prompts pay the higher tier on all their tokens; cached ones count towards the length.
  AND prompt_length(call.input_tokens) > rate.tier_start
  AND prompt_length(call.input_tokens) <= rate.tier_end;

CREATE OR REPLACE MACRO priced_calls(calls, prices) AS TABLE
SELECT * EXCLUDE (computed_pico_usd, price_assumed, rate_id), dollars(computed_pico_usd) AS computed_cost_usd, price_assumed, rate_id
FROM pico_calls(calls, prices)
