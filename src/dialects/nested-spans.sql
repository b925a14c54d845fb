-- Which spans does each trace hold whose spans stand within one another (`child_spans`, as Patronus and the TRAIL data set give them out)?
-- As bare spans of OpenTelemetry.
WITH RECURSIVE line AS (
  SELECT
    filename,
    row_number() OVER () AS line_number,
    json AS line,
    json_type(json, '$.spans[0].span_id') = 'VARCHAR' AND json_type(json, '$.spans[0].child_spans') = 'ARRAY' AS is_trace
  FROM read_ndjson_objects($files, ignore_errors = true, maximum_object_size = $maximum_object_size, filename = true)
),
own AS (
  SELECT
    filename, line_number, is_trace,
    line ->> '$.trace_id' AS trace_id,
    NULL::VARCHAR AS parent_id,
    unnest(CASE WHEN is_trace THEN json_extract(line, '$.spans[*]') ELSE [NULL] END) AS own,
    lpad(generate_subscripts(CASE WHEN is_trace THEN json_extract(line, '$.spans[*]') ELSE [NULL] END, 1)::VARCHAR, 6, '0') AS place_within
  FROM line
  UNION ALL
  SELECT
    filename, line_number, is_trace, trace_id,
    own ->> '$.span_id' AS parent_id,
    unnest(json_extract(own, '$.child_spans[*]')) AS own,
    place_within || '.' || lpad(generate_subscripts(json_extract(own, '$.child_spans[*]'), 1)::VARCHAR, 6, '0') AS place_within
  FROM own
  WHERE json_type(own, '$.child_spans') = 'ARRAY'
),
timed AS (
  SELECT
    *,
    row_number() OVER (PARTITION BY line_number ORDER BY place_within) AS place,
    TRY_CAST(own ->> '$.timestamp' AS TIMESTAMPTZ) AS started_at,
    iso_milliseconds(own ->> '$.duration') AS duration_ms
  FROM own
),
span AS (
  SELECT
    filename,
    false AS is_exported,
    CASE WHEN is_trace THEN 'span' ELSE '' END AS own_type,
    no_resources() AS resources,
    NULL::BIGINT[] AS owners,
    json_object(
      'traceId', coalesce(own ->> '$.trace_id', trace_id),
      'spanId', own -> '$.span_id',
      'parentSpanId', coalesce(nullif(own ->> '$.parent_span_id', ''), parent_id),
      'name', coalesce(own ->> '$.span_name', own ->> '$.name'),
      'start_time', own ->> '$.timestamp',
      'end_time', epoch_us(started_at + to_microseconds((fitting_ms(duration_ms) * 1000)::BIGINT))::VARCHAR,
      'duration_ms', duration_ms::VARCHAR,
      'status_code', own ->> '$.status_code',
      'attributes', coalesce(own -> '$.span_attributes', own -> '$.attributes'),
      'resource', json_object('attributes', own -> '$.resource_attributes'),
      'events', own -> '$.events',
      'links', own -> '$.links'
    ) AS span,
    place
  FROM timed
)
