-- The model calls of the traces that $scopes names, with what they cost.
CREATE OR REPLACE TEMP TABLE loop_found_call AS
SELECT picked.*, loop_call.thread_key, loop_call.scope_key, loop_call.turn
FROM picked
JOIN loop_call USING (landed_row)
WHERE loop_call.scope_key IN (SELECT unnest($scopes::VARCHAR[])::UBIGINT)
