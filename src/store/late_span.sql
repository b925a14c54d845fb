-- Which spans are to be looked up in their logs again, and by which texts? `late_key`: what tells the span's record apart there.
SELECT
  span.source_id,
  span.span_id,
  span.trace_id,
  late_key(span.span_key, span.trace_id, span.started_at)::VARCHAR AS late_key
FROM late_span
JOIN complete AS span USING (landed_row)
ORDER BY span.source_id, span.landed_row
