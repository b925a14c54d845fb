-- What must be kept beside the spans: other copies of them, and results of tool calls.
CREATE OR REPLACE TABLE aside AS
SELECT columns(lambda name: list_contains($columns, name))
FROM complete
WHERE $is_any AND (other_type IN ('tool_result', 'trace') OR landed_row IN (SELECT landed_row FROM superseded))
