-- Which span is each record that Phoenix gave out? Rows of its table, one column for each attribute (`attributes.llm.model_name`), or spans whose
-- attributes are objects within objects; as bare spans of OpenTelemetry.
WITH line AS (
  SELECT
    filename,
    json AS line,
    json_type(json, '$."context.trace_id"') = 'VARCHAR' AS is_row,
    json_type(json, '$.context.trace_id') = 'VARCHAR' AND json_type(json, '$.attributes') = 'OBJECT'
      AND (json_type(json, '$.attributes.openinference') = 'OBJECT' OR json_type(json, '$.attributes.llm') = 'OBJECT') AS is_nested
  FROM read_ndjson_objects($files, ignore_errors = true, maximum_object_size = $maximum_object_size, filename = true)
),
attributed AS (
  SELECT
    *,
    CASE
      WHEN is_row THEN flat_pairs([[pair[1][12:], pair[2]] FOR pair IN json_pairs(line) IF starts_with(pair[1], 'attributes.')])
      WHEN is_nested THEN flat_pairs(json_pairs(line -> '$.attributes'))
    END AS pairs
  FROM line
),
span AS (
  SELECT
    filename,
    false AS is_exported,
    CASE WHEN is_row OR is_nested THEN 'span' ELSE '' END AS own_type,
    no_resources() AS resources,
    NULL::BIGINT[] AS owners,
    json_object(
      'traceId', coalesce(line ->> '$."context.trace_id"', line ->> '$.context.trace_id'),
      'spanId', coalesce(line ->> '$."context.span_id"', line ->> '$.context.span_id'),
      'parentSpanId', coalesce(line ->> '$.parent_id', line ->> '$.parentId'),
      'name', line -> '$.name',
      'start_time', coalesce(line ->> '$.start_time', line ->> '$.startTime'),
      'end_time', coalesce(line ->> '$.end_time', line ->> '$.endTime'),
      'status_code', coalesce(line ->> '$.status_code', line ->> '$.statusCode'),
      'attributes', otel_attributes(
        list_append([pair[1] FOR pair IN pairs], 'openinference.span.kind'),
        list_append([pair[2] FOR pair IN pairs], coalesce(
          [pair[2] FOR pair IN pairs IF pair[1] = 'openinference.span.kind'][1], (line -> '$.span_kind')::VARCHAR, (line -> '$.spanKind')::VARCHAR))),
      'events', coalesce(CASE WHEN json_valid(line ->> '$.events') THEN (line ->> '$.events')::JSON END, line -> '$.events')
    ) AS span,
    1 AS place
  FROM attributed
)
