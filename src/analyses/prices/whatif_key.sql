-- As what were they logged?
SELECT DISTINCT provider, model, service_tier
FROM whatif_call
ORDER BY provider NULLS FIRST, model, service_tier NULLS FIRST
