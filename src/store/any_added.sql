-- Is there anything that trees, traces or tools add to single spans?
SELECT
  EXISTS (FROM rollup) OR EXISTS (FROM stage) OR EXISTS (FROM trace_dimension) OR EXISTS (FROM trace_record) OR EXISTS (FROM tool_result) AS is_any
