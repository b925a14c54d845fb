-- Which traces are a single model call of a session? Where every request is a trace of its own, it is the session that goes round.
CREATE OR REPLACE TEMP TABLE loop_lone AS
SELECT trace_key, text_key(min(session_id)) AS session_key
FROM unpriced
WHERE trace_key IS NOT NULL
GROUP BY trace_key
HAVING count_if(is_call) = 1 AND count_if(kind = 'tool') = 0 AND count(session_id) > 0
