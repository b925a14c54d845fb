-- What trees and traces say about single spans, anew for all that were looked at.
DELETE FROM kept.rollup WHERE span_key IN (SELECT span_key FROM touched_span);
DELETE FROM kept.stage WHERE span_key IN (SELECT span_key FROM touched_span);
DELETE FROM kept.tool_result WHERE span_key IN (SELECT span_key FROM touched_span);
DELETE FROM kept.trace_dimension WHERE trace_key IN (SELECT trace_key FROM touched_span);
DELETE FROM kept.trace_record WHERE trace_key IN (SELECT trace_key FROM touched_span);
INSERT INTO kept.stage FROM stage;
INSERT INTO kept.tool_result FROM tool_result;
INSERT INTO kept.trace_dimension FROM trace_dimension;
INSERT INTO kept.trace_record FROM trace_record
