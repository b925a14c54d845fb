-- Which models, as the log names them, are to be judged, and what does the price list call them?
SELECT DISTINCT named.provider, named.model, price.matched
FROM (SELECT DISTINCT provider, model FROM complete WHERE model IS NOT NULL) AS named
LEFT JOIN price ON price.model = named.model AND price.provider IS NOT DISTINCT FROM named.provider
ORDER BY named.provider NULLS FIRST, named.model, price.matched NULLS LAST
