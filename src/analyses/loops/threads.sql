-- The threads that may have looped.
SELECT thread_key::VARCHAR AS thread_key, trace_key::VARCHAR AS trace_key, trace_id, thread, may_stand FROM loop_candidate ORDER BY thread_key
