-- The places that broke, the dearest first, with the first miss of each.
WITH first AS (
  SELECT DISTINCT ON (cache_break.site) cache_break.*, loss.call
  FROM cache_break
  JOIN cache_loss AS loss ON loss.site = cache_break.site AND loss.started_at >= cache_break.first_bad_at AND loss.cause = cache_break.cause
  ORDER BY cache_break.site, loss.started_at, loss.input_tokens, loss.span_key
)
SELECT
  detail.*,
  first.first_bad_at,
  first.last_good_at,
  first.hit_ratio_before,
  first.hit_ratio_after,
  first.misses,
  first.lost_usd AS lost_since_usd
FROM first
JOIN cache_detail() AS detail ON detail.call = first.call
ORDER BY first.lost_usd DESC NULLS LAST, first.misses DESC, first.first_bad_at, first.site
