import type { Row, Value } from '../../report/report.ts';
import type { Store } from '../../store/store.ts';
import showSpan from './span.sql';

/** Objects of a log that hold what people, models and tools said; a short value in them may be an answer. */
const said = /^(input|output|request|response|arguments|args|result|message)s?\./i;

/** Everything that the log says about a span, one line per field; an attribute is a field of its own. */
export async function fieldsOf(
  store: Store,
  { id, traceId }: { readonly id: string; readonly traceId: string },
): Promise<Row[]> {
  const spans = await store.rows(showSpan, { trace_id: traceId, span_id: id });
  return spans.flatMap(({ attributes = null, ...fields }) => [
    ...Object.entries(fields).flatMap(([field, value]) => line(field, value)),
    ...Object.entries(isObject(attributes) ? attributes : {}).flatMap(([name, value]) =>
      said.test(name) ? [] : line(`attributes.${name}`, value),
    ),
  ]);
}

function line(field: string, value: Value): Row[] {
  const says = value !== null && !(Array.isArray(value) && value.length === 0);
  return says ? [{ field, value: field.endsWith('_usd') ? Number(value) : value }] : [];
}

function isObject(value: Value): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
