-- All rows that have a bearing on the touched traces, old and new, in place of those that were read: every copy of a call,
-- every span of a trace. Copies that stand aside for a call of another trace stay where they are.
CREATE OR REPLACE TABLE landed AS
SELECT columns(lambda name: list_contains($columns, name)), source_id, call_key, total_tokens, kept_rowid, is_aside
FROM kept_row
WHERE NOT list_contains($removed, source_id)
  AND (
    trace_key IN (SELECT trace_key FROM touched_trace) AND (NOT is_aside OR other_type IN ('tool_result', 'trace') OR completeness < 0)
    OR kind IS NOT NULL AND call_key IN (SELECT call_key FROM touched_call)
  )
UNION ALL BY NAME
FROM arrived
