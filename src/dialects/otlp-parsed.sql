-- What stands in each OpenTelemetry span? From `span`: one row per span of a record, as JSON, whatever log it came from. otlp-columns.sql follows.
,parsed AS (
  SELECT
    filename, NULL::BIGINT AS file_place, is_exported, own_type, span, NULL::JSON[] AS structured, place,
    CASE WHEN contains(span, '"events"') THEN json_extract(span, '$.events') END AS events,
    CASE WHEN contains(span, '"links"') THEN json_extract(span, '$.links') END AS links,
    from_json(span, '{"traceId":"VARCHAR","spanId":"VARCHAR","parentSpanId":"VARCHAR","name":"VARCHAR","startTimeUnixNano":"VARCHAR","endTimeUnixNano":"VARCHAR",
      "attributes":[{"key":"VARCHAR","value":{"stringValue":"VARCHAR","intValue":"VARCHAR","doubleValue":"VARCHAR","boolValue":"VARCHAR"}}],
      "status":{"code":"VARCHAR","status_code":"VARCHAR"},"traceState":"VARCHAR"}') AS record,
    CASE WHEN is_exported THEN NULL ELSE otel_bare(span) END AS bare,
    CASE WHEN is_exported THEN NULL WHEN json_type(span, '$.attributes') = 'OBJECT' THEN from_json(span, '{"attributes":"MAP(VARCHAR, VARCHAR)"}').attributes END AS plain,
    CASE
      WHEN is_exported THEN [entry.key FOR entry IN resources[owners[place]]]
      WHEN json_exists(span, '$.resource.attributes') THEN [pair[1] FOR pair IN otel_pairs(span -> '$.resource.attributes')]
      -- As the JavaScript SDK keeps them until they are all known.
      WHEN json_type(span, '$.resource._rawAttributes') = 'ARRAY' THEN json_extract_string(span, '$.resource._rawAttributes[*][0]')
    END AS resource_keys,
    CASE
      WHEN is_exported THEN [coalesce(entry.value.stringValue, entry.value.intValue, entry.value.doubleValue, entry.value.boolValue) FOR entry IN resources[owners[place]]]
      WHEN json_exists(span, '$.resource.attributes') THEN [pair[2] FOR pair IN otel_pairs(span -> '$.resource.attributes')]
      WHEN json_type(span, '$.resource._rawAttributes') = 'ARRAY' THEN json_extract_string(span, '$.resource._rawAttributes[*][1]')
    END AS resource_texts
  FROM span
)
