-- How near did any trace come to each guardrail of $limits, which one came nearest, and how many went over it?
SELECT
  guarded.rule,
  max(guarded.value) AS value,
  arg_min(guarded.trace_id, (-guarded.value, guarded.trace_id)) AS worst_trace_id,
  arg_min(guarded.subject, (-guarded.value, guarded.trace_id)) AS subject,
  count_if(guarded.value > asked.amount)::BIGINT AS over,
  count(*)::BIGINT AS traces
FROM guarded
JOIN (SELECT unnest(from_json($limits::VARCHAR, '[{"rule": "VARCHAR", "amount": "DOUBLE"}]'), max_depth := 2)) AS asked USING (rule)
GROUP BY guarded.rule
ORDER BY guarded.rule
