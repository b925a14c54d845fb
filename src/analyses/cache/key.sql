-- Which models, as the log names them, are to be judged at which service tier, and what does the price list call them?
SELECT named.provider, named.model, named.service_tier, price.matched
FROM (SELECT DISTINCT provider, model, service_tier FROM complete WHERE model IS NOT NULL) AS named
LEFT JOIN (SELECT provider, model, min(matched) AS matched FROM price GROUP BY provider, model) AS price
  ON price.model = named.model AND price.provider IS NOT DISTINCT FROM named.provider
ORDER BY named.provider NULLS FIRST, named.model, named.service_tier NULLS FIRST
