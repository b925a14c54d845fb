-- Which findings are listed? The first $limit that are worth a line.
CREATE OR REPLACE TEMP TABLE listed_finding AS
SELECT *
FROM finding
WHERE excess_usd >= getvariable('least_usd') OR excess_usd IS NULL OR getvariable('anomaly_all')
ORDER BY rank
LIMIT $limit
