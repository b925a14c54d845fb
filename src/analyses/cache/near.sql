-- Which are the 50 calls before each place of the program broke, and the 50 from then on?
CREATE OR REPLACE TEMP TABLE late_span AS
WITH near AS (
  SELECT
    cache_break.site,
    cache_call.started_at > cache_break.last_good_at AS is_after,
    cache_call.started_at,
    cache_call.call,
    row_number() OVER (
      PARTITION BY cache_break.site, cache_call.started_at > cache_break.last_good_at
      ORDER BY abs(cache_call.at_us - epoch_us(cache_break.last_good_at)), cache_call.input_tokens, cache_call.span_key
    ) AS place
  FROM cache_break
  JOIN cache_call USING (site)
  WHERE cache_call.is_known
)
SELECT site, is_after, started_at, call AS landed_row FROM near WHERE place <= 50
