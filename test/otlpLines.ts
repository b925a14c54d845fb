type Scalar = string | number | boolean;

/** One OTLP value: whole numbers as text, as protobuf's JSON has it. */
function otlpValue(value: Scalar): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

/** A list of key and value. */
export function otlpAttributes(attributes: Readonly<Record<string, Scalar>>): object[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: otlpValue(value) }));
}

/** A span of two seconds; `changes` replace its fields. */
export function otlpSpan(attributes: Readonly<Record<string, Scalar>>, changes: object = {}): object {
  return {
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: 'eee19b7ec3c1b174',
    parentSpanId: 'eee19b7ec3c1b173',
    name: 'chat gpt-4o',
    kind: 3,
    startTimeUnixNano: '1772442000000000000',
    endTimeUnixNano: '1772442002000000000',
    attributes: otlpAttributes(attributes),
    status: {},
    ...changes,
  };
}

/** One line of the Collector's file exporter: one resource, one scope. */
export function exportLine(
  spans: readonly object[],
  resource: Readonly<Record<string, Scalar>> = {},
): object {
  return {
    resourceSpans: [
      {
        resource: { attributes: otlpAttributes(resource) },
        scopeSpans: [{ scope: { name: 'agent', version: '1.4.0' }, spans }],
      },
    ],
  };
}
