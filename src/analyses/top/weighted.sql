-- Which spans does top sum up? Those of the relation `spans`, each for as many as it stands for; one without sampling for itself. In DECIMAL: sums are the same in any order.
CREATE OR REPLACE MACRO weighed(tokens, weight) AS tokens * CASE WHEN weight IS NULL THEN 1 ELSE weight::DECIMAL(18, 6) END;

CREATE OR REPLACE MACRO top_spans(spans) AS TABLE
SELECT
  * REPLACE (
    weighed(input_tokens, weight) AS input_tokens,
    weighed(uncached_input_tokens, weight) AS uncached_input_tokens,
    weighed(cache_read_tokens, weight) AS cache_read_tokens,
    weighed(cache_write_tokens, weight) AS cache_write_tokens,
    weighed(output_tokens, weight) AS output_tokens,
    weighed(reasoning_tokens, weight) AS reasoning_tokens
  ),
  weighed(1, weight)::DECIMAL(18, 6) AS call_weight
FROM grouped(spans);

CREATE OR REPLACE MACRO top_cost(cost_usd, call_weight) AS (cost_usd::DECIMAL(20, 12) * call_weight)::DECIMAL(38, 12)
