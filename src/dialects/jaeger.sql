-- Which spans does each trace hold that Jaeger gave out (`data` of its API and its UI), or its storage (one span a line)? As bare spans of OpenTelemetry.
WITH line AS (
  SELECT
    filename,
    json AS line,
    json_type(json, '$.data[0].spans') = 'ARRAY' AND json_type(json, '$.data[0].traceID') = 'VARCHAR' AS is_answer,
    json_type(json, '$.traceID') = 'VARCHAR' AND json_type(json, '$.spanID') = 'VARCHAR' AND json_type(json, '$.operationName') = 'VARCHAR' AS is_bare
  FROM read_ndjson_objects($files, ignore_errors = true, maximum_object_size = $maximum_object_size, filename = true)
),
trace AS (
  SELECT *, CASE WHEN is_answer THEN json_extract(line, '$.data[*]') ELSE [NULL] END AS traces
  FROM line
),
owned AS (
  SELECT
    *,
    CASE WHEN is_answer THEN flatten([json_extract(trace, '$.spans[*]') FOR trace IN traces]) WHEN is_bare THEN [line] END AS own_spans,
    flatten([[trace -> '$.processes' FOR own IN json_extract(trace, '$.spans[*]')] FOR trace IN traces]) AS processes
  FROM trace
),
placed AS (
  SELECT
    *,
    unnest(CASE WHEN len(own_spans) > 0 THEN own_spans ELSE [NULL] END) AS own,
    generate_subscripts(CASE WHEN len(own_spans) > 0 THEN own_spans ELSE [NULL] END, 1) AS place
  FROM owned
),
referred AS (
  SELECT
    *,
    json_extract(own, '$.references[*]') AS refs,
    coalesce(own -> '$.process', processes[place] -> ('/' || replace(replace(own ->> '$.processID', '~', '~0'), '/', '~1'))) AS process,
    TRY_CAST(own ->> '$.startTime' AS BIGINT) AS start_us,
    list_concat(
      json_extract(own, '$.tags[*]'),
      CASE WHEN json_type(own, '$.tag') = 'OBJECT' THEN [json_object('key', replace(entry.key, '@', '.'), 'value', entry.value) FOR entry IN map_entries(from_json(own -> '$.tag', '"MAP(VARCHAR, JSON)"'))] END
    ) AS tags
  FROM placed
),
span AS (
  SELECT
    filename,
    false AS is_exported,
    CASE WHEN own IS NOT NULL THEN 'span' WHEN is_answer THEN 'trace without spans' ELSE '' END AS own_type,
    no_resources() AS resources,
    NULL::BIGINT[] AS owners,
    json_object(
      'traceId', jaeger_id(own ->> '$.traceID', 32),
      'spanId', jaeger_id(own ->> '$.spanID', 16),
      'parentSpanId', coalesce(
        jaeger_id([ref ->> '$.spanID' FOR ref IN refs IF coalesce(ref ->> '$.refType', 'CHILD_OF') = 'CHILD_OF' AND (ref ->> '$.traceID') = (own ->> '$.traceID')][1], 16),
        jaeger_id(nullif(own ->> '$.parentSpanID', ''), 16)),
      'name', own -> '$.operationName',
      'startTimeUnixNano', (start_us::HUGEINT * 1000)::VARCHAR,
      'endTimeUnixNano', ((start_us::HUGEINT + TRY_CAST(own ->> '$.duration' AS BIGINT)) * 1000)::VARCHAR,
      'attributes', [json_object('key', tag -> '$.key', 'value', otel_typed((tag -> '$.value')::VARCHAR)) FOR tag IN tags],
      'resource', json_object('attributes', list_concat(
        [json_object('key', 'service.name', 'value', json_object('stringValue', process ->> '$.serviceName'))],
        [json_object('key', tag -> '$.key', 'value', otel_typed((tag -> '$.value')::VARCHAR)) FOR tag IN json_extract(process, '$.tags[*]')])),
      'links', [json_object('traceId', jaeger_id(ref ->> '$.traceID', 32), 'spanId', jaeger_id(ref ->> '$.spanID', 16)) FOR ref IN refs IF (ref ->> '$.traceID') <> (own ->> '$.traceID')],
      'status', json_object('code', CASE
        WHEN len([1 FOR tag IN tags IF (tag ->> '$.key') = 'error' AND lower(tag ->> '$.value') = 'true']) > 0 THEN '2'
        ELSE [CASE upper(tag ->> '$.value') WHEN 'ERROR' THEN '2' WHEN 'OK' THEN '1' END FOR tag IN tags IF (tag ->> '$.key') = 'otel.status_code'][1] END)
    ) AS span,
    place
  FROM referred
)
