-- Do the models of the file have other prices now than those that its costs are made of?
WITH now AS (
  SELECT price.*
  FROM price
  JOIN kept.price_key AS named
    ON price.model = named.model
    AND price.provider IS NOT DISTINCT FROM named.provider
    AND price.service_tier IS NOT DISTINCT FROM named.service_tier
)
SELECT
  EXISTS (FROM kept.meta WHERE price_day <> getvariable('prices_newest'))
  OR EXISTS (FROM now EXCEPT ALL FROM kept.price)
  OR EXISTS (FROM kept.price EXCEPT ALL FROM now)
  AS is_repriced
