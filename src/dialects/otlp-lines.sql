-- Which spans does each export line of an OpenTelemetry Collector hold? As otlp.sql reads them, in half the time: every line is parsed once, into
-- structures. A line that is no export, or not built as the protocol says, gives a row without a record_type and is read by otlp.sql.
WITH line AS (
  SELECT
    *,
    file_index::BIGINT AS file_place,
    -- How many spans each scope of each resource has: mostly there is one of both.
    [[len(scope.spans) FOR scope IN otel_scopes(resource)] FOR resource IN resourceSpans] AS counts
  FROM read_json(
    $files,
    format = 'newline_delimited',
    ignore_errors = true,
    maximum_object_size = $maximum_object_size,
    filename = true,
    sample_size = 1,
    columns = {
      resourceSpans: 'STRUCT(
        resource STRUCT("attributes" STRUCT("key" VARCHAR, "value" STRUCT(stringValue VARCHAR, intValue VARCHAR, doubleValue VARCHAR, boolValue VARCHAR))[]),
        scopeSpans STRUCT(spans STRUCT(
          traceId VARCHAR, spanId VARCHAR, parentSpanId VARCHAR, "name" VARCHAR, startTimeUnixNano VARCHAR, endTimeUnixNano VARCHAR, traceState VARCHAR,
          "attributes" STRUCT("key" VARCHAR, "value" STRUCT(stringValue VARCHAR, intValue VARCHAR, doubleValue VARCHAR, boolValue VARCHAR, arrayValue JSON, kvlistValue JSON))[],
          status STRUCT(code VARCHAR, status_code VARCHAR), events JSON, links JSON)[])[],
        instrumentationLibrarySpans STRUCT(spans STRUCT(
          traceId VARCHAR, spanId VARCHAR, parentSpanId VARCHAR, "name" VARCHAR, startTimeUnixNano VARCHAR, endTimeUnixNano VARCHAR, traceState VARCHAR,
          "attributes" STRUCT("key" VARCHAR, "value" STRUCT(stringValue VARCHAR, intValue VARCHAR, doubleValue VARCHAR, boolValue VARCHAR, arrayValue JSON, kvlistValue JSON))[],
          status STRUCT(code VARCHAR, status_code VARCHAR), events JSON, links JSON)[])[])[]',
      resourceLogs: 'JSON', resourceMetrics: 'JSON'
    }
  )
),
counted AS (
  SELECT *, coalesce(list_position([list_sum(counts_of_scopes) > 0 FOR counts_of_scopes IN counts], true), 1) AS first_resource FROM line
),
exported AS (
  SELECT
    * EXCLUDE (resourceSpans),
    resourceSpans IS NOT NULL AS is_export,
    coalesce(list_position([spans > 0 FOR spans IN counts[first_resource]], true), 1) AS first_scope,
    unnest(CASE WHEN len(resourceSpans) > 0 THEN resourceSpans ELSE [NULL] END) AS resource,
    generate_subscripts(CASE WHEN len(resourceSpans) > 0 THEN resourceSpans ELSE [NULL] END, 1) AS resource_place
  FROM counted
),
scoped AS (
  SELECT
    * EXCLUDE (resource),
    resource.resource.attributes AS resource_attributes,
    unnest(CASE WHEN len(otel_scopes(resource)) > 0 THEN otel_scopes(resource) ELSE [NULL] END) AS scope,
    generate_subscripts(CASE WHEN len(otel_scopes(resource)) > 0 THEN otel_scopes(resource) ELSE [NULL] END, 1) AS scope_place
  FROM exported
),
span AS (
  SELECT
    * EXCLUDE (scope),
    unnest(CASE WHEN len(scope.spans) > 0 THEN scope.spans ELSE [NULL] END) AS record,
    generate_subscripts(CASE WHEN len(scope.spans) > 0 THEN scope.spans ELSE [NULL] END, 1) AS span_place
  FROM scoped
),
parsed AS (
  SELECT
    filename,
    file_place,
    record IS NOT NULL AS is_exported,
    CASE
      WHEN record IS NOT NULL THEN NULL
      WHEN is_export THEN 'resourceSpans without spans'
      WHEN NOT otel_has_calls(resourceLogs::VARCHAR) THEN 'resourceLogs'
      WHEN NOT otel_has_agents(resourceMetrics::VARCHAR) THEN 'resourceMetrics'
      ELSE ''
    END AS own_type,
    NULL::JSON AS span,
    [CASE
      WHEN entry.value.arrayValue IS NOT NULL THEN json_object('arrayValue', entry.value.arrayValue)
      WHEN entry.value.kvlistValue IS NOT NULL THEN json_object('kvlistValue', entry.value.kvlistValue)
    END FOR entry IN record.attributes] AS structured,
    CASE WHEN resource_place = first_resource AND scope_place = first_scope THEN span_place END AS place,
    record.events AS events,
    record.links AS links,
    record,
    otel_bare(NULL::JSON) AS bare,
    NULL::MAP(VARCHAR, VARCHAR) AS plain,
    [entry.key FOR entry IN resource_attributes] AS resource_keys,
    [coalesce(entry.value.stringValue, entry.value.intValue, entry.value.doubleValue, entry.value.boolValue) FOR entry IN resource_attributes] AS resource_texts
  FROM span
  -- A place without spans says nothing, but in a line that has none at all.
  WHERE record IS NOT NULL OR resource_place = first_resource AND scope_place = first_scope
)
