-- At which prices would they have been made? The other model's, under the names of these calls.
CREATE OR REPLACE TEMPORARY TABLE whatif_price AS
FROM price_rows($rows)
