-- Which events repeat what a span of their trace says? An instrumentation that writes spans and events tells each call in both. Events
-- have a completeness below 0, the lower the less they say; one counts only where its trace has no better account of calls of its kind.
INSERT INTO superseded
WITH account AS (
  SELECT trace_key, kind, max(coalesce(completeness, 0)) AS best
  FROM complete
  WHERE is_span AND trace_key IN (SELECT trace_key FROM complete WHERE completeness < 0)
    AND (kind <> 'llm' OR has_usage(input_tokens, output_tokens, reported_cost_usd) OR status = 'error')
  GROUP BY trace_key, kind
)
SELECT complete.landed_row, complete.source_id, complete.is_first
FROM complete
JOIN account USING (trace_key, kind)
WHERE complete.is_span
  AND complete.completeness < 0
  -- Spans have one account, however finished they are.
  AND account.best > complete.completeness
  AND complete.landed_row NOT IN (SELECT landed_row FROM superseded)
