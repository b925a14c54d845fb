-- Which spans do these lines hold, and which resource is each of? `line` has the spans of each line under both names of their list.
,export AS (
  SELECT
    filename,
    CASE WHEN old_spans IS NULL THEN spans ELSE list_concat(spans, old_spans) END AS spans,
    -- For each span in turn, which resource of its line it belongs to.
    CASE WHEN len(spans) > 0 OR len(old_spans) > 0 THEN from_json(line, '{"resourceSpans":[{
      "resource":{"attributes":[{"key":"VARCHAR","value":{"stringValue":"VARCHAR","intValue":"VARCHAR","doubleValue":"VARCHAR","boolValue":"VARCHAR"}}]},
      "scopeSpans":[{"spans":[{"_":"VARCHAR"}]}],"instrumentationLibrarySpans":[{"spans":[{"_":"VARCHAR"}]}]}]}').resourceSpans END AS resources,
    line
  FROM line
),
located AS (
  SELECT
    filename,
    spans IS NOT NULL AND len(spans) > 0 AS is_exported,
    [resource.resource.attributes FOR resource IN resources] AS resources,
    list_concat(
      flatten([[place FOR span IN flatten([scope.spans FOR scope IN resource.scopeSpans])] FOR resource, place IN resources]),
      flatten([[place FOR span IN flatten([scope.spans FOR scope IN resource.instrumentationLibrarySpans])] FOR resource, place IN resources])
    ) AS owners,
    CASE WHEN len(spans) > 0 THEN spans ELSE [line] END AS spans
  FROM export
),
span AS (
  SELECT filename, is_exported, NULL::VARCHAR AS own_type, resources, owners, unnest(spans) AS span, generate_subscripts(spans, 1) AS place
  FROM located
)
