-- Which traces can change? Those of rows that come or go, and of all copies of their calls.
CREATE TABLE touched_trace AS
SELECT trace_key FROM kept_row WHERE list_contains($removed, source_id)
UNION
SELECT trace_key FROM kept_row WHERE call_key IN (SELECT call_key FROM touched_call)
UNION
SELECT text_key(trace_id) AS trace_key FROM arrived
