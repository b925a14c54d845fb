-- All rows that have a bearing on the touched traces, old and new, in place of those that were read: every copy of a call,
-- every span of a trace. Of the file only the part between the first and the last of them is looked at.
CREATE OR REPLACE TABLE landed AS
SELECT columns(lambda name: list_contains($columns, name)), source_id, call_key, total_tokens, kept_rowid, is_aside
FROM kept_row
WHERE kept_rowid BETWEEN $first::BIGINT AND $last::BIGINT AND (kept_rowid, is_aside) IN (SELECT kept_rowid, is_aside FROM touched_row)
UNION ALL BY NAME
FROM arrived
