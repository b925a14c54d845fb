-- What trees and traces say about single spans.
INSERT INTO kept.stage FROM stage;
INSERT INTO kept.tool_result FROM tool_result;
INSERT INTO kept.trace_dimension FROM trace_dimension;
INSERT INTO kept.trace_record FROM trace_record
