-- What came of each tool call, where the log says it in a record of its own (record_type 'tool_result', span_id: the call's)?
INSERT INTO tool_result
SELECT DISTINCT ON (span_key) span_key, is_error, output_digest, output_sketch, started_at AS ended_at
FROM complete
WHERE other_type = 'tool_result' AND span_key IS NOT NULL
ORDER BY span_key, started_at NULLS LAST, output_digest NULLS LAST, is_error NULLS LAST
