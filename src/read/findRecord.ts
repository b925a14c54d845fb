import { isObject } from './attributes.ts';
import type { IsRecord } from './line.ts';
import { linesWith } from './linesWith.ts';
import { isLogged, type LoggedRecord } from './record.ts';
import { RecordScanner } from './recordScanner.ts';
import { recordBatches } from './records.ts';
import { sniff } from './sniff.ts';

type Json = Readonly<Record<string, unknown>>;

/** A span to look for; without an id of its own the log shows it only by its trace. */
export type Sought = { readonly spanId: string | null; readonly traceId: string };

/** What a log holds about a span: the whole record, or that part of a record of many spans that is about this one. */
export type FoundRecord = {
  readonly sought: Sought;
  /** From 1, in the uncompressed file. */
  readonly line: number;
  readonly record: Json;
};

/**
 * Reads a log again, as it stands, for the records of some spans; a span may have several (a call and its result). An id
 * counts as a whole value only, in any spelling that the database knows for it.
 */
export async function findRecords(
  path: string,
  spans: readonly Sought[],
  isRecord: IsRecord,
): Promise<FoundRecord[]> {
  const wanted = bySpelling(spans);
  if (wanted.size === 0) return [];
  const quick = await amongLines(path, wanted, isRecord);
  if (spans.every((span) => quick.some(({ sought }) => sought === span))) return ofTheirTraces(quick);
  const any = new RegExp([...wanted.keys()].map(inJson).join('|'));
  const found: FoundRecord[] = [];
  for await (const batch of recordBatches(path, { isRecord })) {
    for (const item of batch) if (isLogged(item) && any.test(item.text)) found.push(...within(item, wanted));
  }
  return ofTheirTraces(found);
}

/**
 * What the lines that name the spans hold: a hundred times as fast as to read all records. Finds none in a file that is not one
 * record a line, and of an id that the log writes in another way.
 */
async function amongLines(
  path: string,
  wanted: ReadonlyMap<string, readonly Sought[]>,
  isRecord: IsRecord,
): Promise<FoundRecord[]> {
  const lines = sniff(path, { isRecord }).needsRescue ? [] : await linesWith(path, [...wanted.keys()]);
  return (lines ?? []).flatMap(({ line, bytes }) => {
    const items = new RecordScanner({ isRecord }).push({ text: `${bytes}\n`, alterations: [] });
    return items.filter(isLogged).flatMap((item) => within({ ...item, line }, wanted));
  });
}

/** Letters that a logger may escape in JSON, or not. */
function inJson(id: string): string {
  return JSON.stringify(id)
    .slice(1, -1)
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('/', '\\\\?/');
}

function bySpelling(spans: readonly Sought[]): Map<string, Sought[]> {
  const wanted = new Map<string, Sought[]>();
  for (const span of spans) {
    for (const spelling of spellings(span.spanId ?? span.traceId))
      wanted.set(spelling, [...(wanted.get(spelling) ?? []), span]);
  }
  return wanted;
}

/** OpenTelemetry's ids, which the database holds as lower-case hex, are logged as hex of any case, with `0x`, or as base64. */
export function spellings(id: string): string[] {
  if (!/^([0-9a-f]{16}|[0-9a-f]{32})$/.test(id)) return [id];
  const upper = id.toUpperCase();
  return [...new Set([id, upper, `0x${id}`, `0x${upper}`, Buffer.from(id, 'hex').toString('base64')])];
}

/** What is said under these keys is said about another span. */
const elsewhere = /parent|links?$/i;
/** An id under these keys is not the span's. */
const aroundIt = /trace|session|root/i;

function within(
  { value, line }: LoggedRecord,
  wanted: ReadonlyMap<string, readonly Sought[]>,
): FoundRecord[] {
  const found = new Map<Sought, Set<Json>>();
  for (const { key, text, about } of scalars(value, value)) {
    for (const span of wanted.get(text) ?? []) {
      const isOther = span.spanId !== null && aroundIt.test(key);
      if (!isOther) found.set(span, (found.get(span) ?? new Set()).add(about));
    }
  }
  return [...found].flatMap(([sought, records]) => [...records].map((record) => ({ sought, line, record })));
}

type Scalar = { readonly key: string; readonly text: string; readonly about: Json };

/** Every text and number under a key, with the object that it is about: the record, or the element of a list in it. */
function* scalars(inner: Json, about: Json): Iterable<Scalar> {
  for (const [key, held] of Object.entries(inner)) {
    if (elsewhere.test(key)) continue;
    if (isObject(held)) yield* scalars(held, about);
    else if (Array.isArray(held))
      for (const element of held.filter(isObject)) yield* scalars(element, element);
    else yield { key, text: String(held), about };
  }
}

/** Ids such as `1` come again in every trace: where some records name the trace, only those count. */
function ofTheirTraces(found: readonly FoundRecord[]): FoundRecord[] {
  const names = ({ record, sought }: FoundRecord) =>
    spellings(sought.traceId).some((spelling) => JSON.stringify(record).includes(JSON.stringify(spelling)));
  const named = new Set(found.filter(names).map(({ sought }) => sought));
  return found.filter((each) => !named.has(each.sought) || names(each));
}
