-- How much do calls read again and again that read less than they could? The front (tools and system prompt) that outlives a history.
CREATE OR REPLACE TEMP TABLE cache_floor AS
SELECT model_id, read_tokens
FROM cache_call
WHERE (model_id, read_tokens) IN (SELECT (model_id, read_tokens) FROM cache_suspect WHERE cause IS NULL AND read_tokens > 0)
GROUP BY model_id, read_tokens
HAVING count(*) > 1
