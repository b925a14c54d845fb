-- Which spans are the calls of the threads that $threads names?
SELECT thread_key::VARCHAR AS thread_key, place::INTEGER AS place, span_id, started_at
FROM loop_step
WHERE thread_key IN (SELECT unnest($threads::VARCHAR[])::UBIGINT)
ORDER BY thread_key, place
