-- What did the spans of each name and kind do on each side: how many, how often failed, how large? Where to look for a cause.
SELECT
  kind::VARCHAR AS kind,
  name,
  bit AS side,
  sum(spans)::DOUBLE AS spans,
  sum(errors)::DOUBLE AS errors,
  sum(input_tokens)::DOUBLE AS input_tokens,
  sum(output_tokens)::DOUBLE AS output_tokens,
  sum(cut_off)::DOUBLE AS cut_off,
  sum(max_tokens) / nullif(sum(limited_spans), 0)::DOUBLE AS max_tokens,
  sum(documents) / nullif(sum(retrieving_spans), 0)::DOUBLE AS documents
FROM diff_deed
JOIN diff_side USING (side)
WHERE is_call OR kind IN ('tool', 'retrieval')
GROUP BY kind, name, bit
ORDER BY spans DESC, kind, name, side
LIMIT 2000
