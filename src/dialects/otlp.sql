-- Which spans does each line of an OpenTelemetry log hold? Export lines of the Collector (resourceSpans) and bare spans, one per line.
WITH line AS (
  SELECT
    filename,
    json AS line,
    CASE WHEN contains(json, 'resourceSpans"') THEN json_extract(json, '$.resourceSpans[*].scopeSpans[*].spans[*]') END AS spans,
    CASE WHEN contains(json, 'LibrarySpans"') THEN json_extract(json, '$.resourceSpans[*].instrumentationLibrarySpans[*].spans[*]') END AS old_spans
  FROM read_ndjson_objects($files, ignore_errors = true, maximum_object_size = $maximum_object_size, filename = true)
)
