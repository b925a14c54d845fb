-- The places that broke, the dearest first, with the first miss of each.
SELECT
  detail.*,
  cache_break.first_bad_at,
  cache_break.last_good_at,
  cache_break.hit_ratio_before,
  cache_break.hit_ratio_after,
  cache_break.misses,
  cache_break.lost_usd AS lost_since_usd
FROM cache_break
JOIN cache_detail('cache_first') AS detail USING (site)
ORDER BY cache_break.lost_usd DESC NULLS LAST, cache_break.misses DESC, cache_break.first_bad_at, cache_break.site
