-- What did the spans of each name and kind do on each side: how many, how often failed, how large? Where to look for a cause.
SELECT
  kind::VARCHAR AS kind,
  coalesce(tool_name, name) AS name,
  bit AS side,
  count(*)::DOUBLE AS spans,
  count_if(has_failed)::DOUBLE AS errors,
  sum(input_tokens)::DOUBLE AS input_tokens,
  sum(output_tokens)::DOUBLE AS output_tokens,
  count_if(lower(stop_reason) IN ('max_tokens', 'length', 'max_output_tokens'))::DOUBLE AS cut_off,
  avg(max_tokens) AS max_tokens,
  avg(CASE WHEN kind = 'retrieval' THEN TRY_CAST(coalesce(attributes ->> '$."retriever.doc_count"', attributes ->> '$.doc_count', attributes ->> '$.documents', attributes ->> '$.top_k') AS DOUBLE) END) AS documents
FROM grouped('unpriced')
JOIN diff_side ON diff_side.side = side_of(started_at, source_id)
WHERE is_call OR kind IN ('tool', 'retrieval')
GROUP BY kind, coalesce(tool_name, name), bit
ORDER BY spans DESC, kind, name, side
LIMIT 2000
