-- Which span is each event of Honeycomb? A flat object with Honeycomb's own `meta.` fields, or one within `data` beside its time and sampling;
-- as a bare span of OpenTelemetry.
WITH line AS (
  SELECT
    filename,
    json_type(json, '$.data."trace.trace_id"') = 'VARCHAR' AS is_within,
    CASE WHEN is_within THEN json_extract(json, '$.data') ELSE json END AS event,
    json AS line
  FROM read_ndjson_objects($files, ignore_errors = true, maximum_object_size = $maximum_object_size, filename = true)
),
told AS (
  SELECT
    filename, is_within, event, line,
    event ->> '$."trace.trace_id"' AS trace_id,
    coalesce(event ->> '$.time', event ->> '$.timestamp', event ->> '$.Timestamp', line ->> '$.time') AS logged_start,
    event ->> '$."meta.signal_type"' AS signal,
    [pair FOR pair IN json_pairs(event) IF NOT regexp_full_match(pair[1],
      'trace\.(trace|span|parent)_id|name|time|[Tt]imestamp|duration_ms|error|status_code|meta\.(signal|annotation)_type|(meta\.)?[sS]ample_?[rR]ate')] AS pairs,
    event ->> '$."meta.annotation_type"' AS annotation
  FROM line
),
span AS (
  SELECT
    filename,
    false AS is_exported,
    CASE
      -- Flat events of other tracers are home-made logs.
      WHEN NOT coalesce(is_within OR json_type(event, '$."trace.trace_id"') = 'VARCHAR' AND coalesce(signal, annotation) IS NOT NULL, false) THEN ''
      WHEN annotation IN ('span_event', 'link') THEN annotation
      WHEN signal IN ('log', 'metric') THEN signal
      ELSE 'span'
    END AS own_type,
    no_resources() AS resources,
    NULL::BIGINT[] AS owners,
    json_object(
      'traceId', trace_id,
      'spanId', event -> '$."trace.span_id"',
      'parentSpanId', event -> '$."trace.parent_id"',
      'name', coalesce(event ->> '$.name', event ->> '$."span.name"'),
      'start_time', logged_start,
      'duration_ms', event ->> '$.duration_ms',
      'status_code', CASE
        WHEN lower(event ->> '$.error') = 'true' OR (event ->> '$.status_code') = '2' THEN 'error'
        WHEN measure(event ->> '$.duration_ms') IS NOT NULL THEN 'ok' END,
      'attributes', otel_attributes(
        list_append([pair[1] FOR pair IN pairs], 'SampleRate'),
        list_append([pair[2] FOR pair IN pairs], coalesce(measure(line ->> '$.samplerate'), measure(event ->> '$.SampleRate'), measure(event ->> '$."meta.sample_rate"'))::VARCHAR))
    ) AS span,
    1 AS place
  FROM told
)
