-- Which traces went beyond a limit, and by how much? The worst of each rule first. Of each list that stands
-- beside the loops only the first $limit rows leave the database: `found` counts all.
SELECT
  guarded.trace_id,
  guarded.rule,
  guarded.value,
  guardrail."limit",
  guarded.subject,
  count(*) OVER ()::INTEGER AS found
FROM guarded
JOIN (SELECT unnest($rules::VARCHAR[]) AS rule, unnest($limits::VARCHAR[])::DECIMAL(38, 12) AS "limit", unnest(range(len($rules::VARCHAR[]))) AS ordinal) AS guardrail USING (rule)
WHERE guarded.value > guardrail."limit"
ORDER BY guardrail.ordinal, guarded.value DESC, guarded.trace_id
LIMIT $limit
