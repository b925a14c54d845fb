-- Which rows of the file have a bearing on the touched traces? Copies that stand aside for a call of another trace stay where they are.
CREATE TABLE touched_row AS
SELECT kept_rowid, is_aside
FROM kept_row
WHERE NOT list_contains($removed, source_id)
  AND (
    trace_key IN (SELECT trace_key FROM touched_trace) AND (NOT is_aside OR other_type IN ('tool_result', 'trace') OR completeness < 0)
    OR kind IS NOT NULL AND call_key IN (SELECT call_key FROM touched_call)
  )
