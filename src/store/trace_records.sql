-- What does the log say of whole traces, in records of their own (record_type 'trace')? One row per trace: its latest record.
INSERT INTO trace_record BY NAME
SELECT DISTINCT ON (trace_key) trace_key, session_id, user_id, feature, environment, release, tags, attributes
FROM complete
WHERE other_type = 'trace'
ORDER BY trace_key, completeness DESC NULLS LAST, session_id NULLS LAST, user_id NULLS LAST, feature NULLS LAST, environment NULLS LAST, release NULLS LAST, hash(tags, attributes)
