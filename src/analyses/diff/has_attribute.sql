-- Is there any attribute at all, of a span or of a trace?
SELECT true AS is_there
FROM (SELECT attributes FROM complete UNION ALL SELECT attributes FROM trace_record)
WHERE attributes IS NOT NULL
LIMIT 1
