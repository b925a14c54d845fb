-- What trees and traces said about single spans, for all spans that were looked at again.
DELETE FROM kept.rollup WHERE span_key IN (SELECT span_key FROM touched_span);
DELETE FROM kept.stage WHERE parent_key IN (SELECT parent_key FROM touched_span);
DELETE FROM kept.tool_result WHERE span_key IN (SELECT span_key FROM touched_span);
DELETE FROM kept.trace_dimension WHERE trace_key IN (SELECT trace_key FROM touched_span);
DELETE FROM kept.trace_record WHERE trace_key IN (SELECT trace_key FROM touched_span)
