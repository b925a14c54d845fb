-- What do the models of this log cost? The resolved prices, given as JSON.
INSERT INTO price BY NAME
FROM price_rows($rows)
