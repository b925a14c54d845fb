-- Which spans does each trace hold that Grafana Tempo gave out? Its first API says `batches` where OTLP says resourceSpans, its second `trace`.
WITH read AS (
  SELECT
    filename,
    CASE 'ARRAY'
      WHEN json_type(json, '$.batches') THEN json_extract(json, '$.batches')
      WHEN json_type(json, '$.trace.resourceSpans') THEN json_extract(json, '$.trace.resourceSpans')
      WHEN json_type(json, '$.trace.batches') THEN json_extract(json, '$.trace.batches') END AS batches
  FROM read_ndjson_objects($files, ignore_errors = true, maximum_object_size = $maximum_object_size, filename = true)
),
line AS (
  SELECT
    filename,
    '{"resourceSpans":' || batches || '}' AS line,
    json_extract(batches, '$[*].scopeSpans[*].spans[*]') AS spans,
    json_extract(batches, '$[*].instrumentationLibrarySpans[*].spans[*]') AS old_spans
  FROM read
)
