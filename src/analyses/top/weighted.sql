-- Which spans does top sum up? The picked ones, each for as many as it stands for; one without sampling for itself. In DECIMAL: sums are the same in any order.
CREATE OR REPLACE MACRO weighed(tokens, weight) AS tokens * CASE WHEN weight IS NULL THEN 1 ELSE weight::DECIMAL(18, 6) END;

CREATE OR REPLACE MACRO weighed_usage(spans) AS TABLE
SELECT
  * REPLACE (
    weighed(input_tokens, weight) AS input_tokens,
    weighed(uncached_input_tokens, weight) AS uncached_input_tokens,
    weighed(cache_read_tokens, weight) AS cache_read_tokens,
    weighed(cache_write_tokens, weight) AS cache_write_tokens,
    weighed(output_tokens, weight) AS output_tokens,
    weighed(reasoning_tokens, weight) AS reasoning_tokens
  ),
  weighed(1, weight) AS call_weight
FROM grouped(spans);

CREATE OR REPLACE MACRO top_picked() AS TABLE
SELECT * REPLACE (weighed(cost_usd::DECIMAL(20, 12), weight)::DECIMAL(38, 12) AS cost_usd) FROM weighed_usage('picked');

CREATE OR REPLACE MACRO top_unpriced() AS TABLE FROM weighed_usage('unpriced')
