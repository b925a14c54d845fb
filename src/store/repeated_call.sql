-- Which calls are logged more than once? In most logs none, and nothing else has to be looked at.
CREATE TABLE repeated_call AS
SELECT call_key
FROM complete
WHERE is_span AND call_key IS NOT NULL
GROUP BY call_key
HAVING count(*) > 1
