import type { Row } from '../../report/report.ts';
import { type LogRecord, logRecords } from '../../store/logRecords.ts';
import type { Store } from '../../store/store.ts';
import { difference } from './difference.ts';
import { whyOf } from './why.ts';

/** Misses whose requests are looked up in the log: each is read again, and compared with the one before. */
const mostCompared = 20;
const changes = new Set([
  'tools_changed',
  'system_changed',
  'messages_changed',
  'front_changed',
  'tail_changed',
]);

/**
 * The rows with `why`: the evidence for each cause; where the log holds the requests of the two calls, what differs in them. A row
 * names its call and the one before: `trace_id span_id source_id`, and the same with `before_`.
 */
export async function told(store: Store, rows: readonly Row[]): Promise<Row[]> {
  const compared = rows.filter(isComparable).slice(0, mostCompared);
  const requests = await requestsOf(
    store,
    compared.flatMap((row) => [located(row, ''), located(row, 'before_')]),
  );
  return rows.map((row) => {
    const [before, after] = ['before_', ''].map((side) => requests.get(key(located(row, side))));
    const differing = isComparable(row) && before && after ? difference(before, after) : undefined;
    return { ...row, why: differing ?? whyOf(row) };
  });
}

function isComparable(row: Row): boolean {
  return (
    changes.has(String(row['cause'])) &&
    typeof row['span_id'] === 'string' &&
    typeof row['before_span_id'] === 'string'
  );
}

function located(row: Row, side: string) {
  return {
    traceId: String(row[`${side}trace_id`]),
    spanId: String(row[`${side}span_id`]),
    sourceId: Number(row[`${side}source_id`]),
  };
}

const key = ({ traceId, spanId }: Pick<LogRecord['span'], 'traceId' | 'spanId'>) => `${traceId} ${spanId}`;

async function requestsOf(store: Store, spans: readonly ReturnType<typeof located>[]) {
  const records = spans.length === 0 ? [] : await logRecords(store, spans);
  const found = new Map<string, Readonly<Record<string, unknown>>>();
  for (const { span, request } of records)
    if (request !== undefined && !found.has(key(span))) found.set(key(span), request.request);
  return found;
}
