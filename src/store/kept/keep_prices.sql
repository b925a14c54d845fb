-- The prices that the costs of the file are made of.
DELETE FROM kept.price;
INSERT INTO kept.price
SELECT price.*
FROM price
JOIN kept.price_key AS named
  ON price.model = named.model
  AND price.provider IS NOT DISTINCT FROM named.provider
  AND price.service_tier IS NOT DISTINCT FROM named.service_tier;
UPDATE kept.meta SET price_day = getvariable('prices_newest')
