-- What did each miss cost? What was paid for its prompt minus what would have been, at the price table's own rates. NULL: no price.
CREATE OR REPLACE TEMP TABLE cache_loss AS
WITH priced AS (
  SELECT call, CASE WHEN is_perfect THEN -computed_cost_usd ELSE computed_cost_usd END AS usd
  FROM priced_calls('cache_replay', 'price')
),
paid AS (
  SELECT call, CASE WHEN count(usd) = count(*) THEN sum(usd) END AS lost_usd FROM priced GROUP BY call
)
SELECT miss.*, CASE WHEN miss.lost_tokens = 0 THEN 0 ELSE paid.lost_usd END::DECIMAL(38, 12) AS lost_usd
FROM cache_miss AS miss
LEFT JOIN paid USING (call)
