-- Which calls are logged more than once? In most logs none. Only keys from $least to $most are looked at: all at once take too much memory.
INSERT INTO repeated_call
SELECT call_key
FROM complete
WHERE is_span AND call_key BETWEEN $least::UBIGINT AND $most::UBIGINT
GROUP BY call_key
HAVING count(*) > 1
