import { UserError } from '../error.ts';
import { type FieldPlaces, fieldPlaces, fields, type KeyPath, seenPaths, textAt } from './alias-paths.ts';
import {
  aliases,
  alwaysRead,
  alwaysReadCamel,
  alwaysReadNested,
  type Field,
  usuallyRead,
} from './aliases.ts';
import type { Sample } from './dialect.ts';
import { isObject } from './fields.ts';

/** Columns of `logged` that are put together from several fields: `--map` names the first, the others are then not read. */
const together: Readonly<Record<string, readonly [Field, ...Field[]]>> = {
  reported_cost_usd: ['cost_usd', 'amount'],
  cost_usd: ['cost_usd', 'amount'],
  latency_ms: ['latency_ms', 'latency_s', 'latency_us', 'latency_ns', 'latency'],
  ttft_ms: ['ttft_ms', 'ttft_s', 'ttft'],
  model: ['model', 'response_model'],
  span_id: ['span_id', 'id'],
  trace_id: ['trace_id', 'traceparent'],
  provider: ['provider', 'system'],
  cache_read_tokens: ['cache_read_tokens', 'cache_hit_tokens', 'cached_detail_tokens'],
  status: ['status', 'ok', 'http_status'],
  blocks: ['prompt_blocks'],
};

const targets = new Map<string, readonly [Field, ...Field[]]>([
  ...fields.map((field): [string, readonly [Field]] => [field, [field]]),
  ...Object.entries(together),
]);

/** Where each field of the log is read from: as the sample has it, as it may still come, and as `--map` says. */
export function flatPlaces(sample: Sample, map: Readonly<Record<string, string>>): FieldPlaces {
  const seen = seenPaths(sample);
  const camel = seen.some(([key]) => alwaysReadCamel.includes(String(key)));
  const always = [...alwaysRead, ...(camel ? alwaysReadCamel : []), ...unspelled(fieldPlaces(seen))].map(
    (key) => [key],
  );
  const places = fieldPlaces(oneSpelling([...seen, ...always, ...alwaysReadNested]));
  return mapped(withoutSharedIds(withoutObjects(places, sample), sample), map, sample);
}

/** The usual spellings of fields that the sampled records do not have. A log without a span id may have any other id. */
function unspelled(seen: FieldPlaces): string[] {
  const isIdentified = seen.span_id.length > 0;
  return usuallyRead.filter((key) => {
    const field = fields.find((candidate) => aliases[candidate].split(' ').includes(key));
    if (field === 'request_id' || field === 'id') return !isIdentified;
    return field !== undefined && seen[field].length === 0;
  });
}

/** DuckDB tells columns apart without case, so of `Model` and `model` only the one seen first can be read. */
function oneSpelling(paths: readonly KeyPath[]): KeyPath[] {
  const spelling = new Map<string, string>();
  for (const [key] of paths) {
    const lower = String(key).toLowerCase();
    if (!spelling.has(lower)) spelling.set(lower, String(key));
  }
  const kept = paths.filter(([key]) => spelling.get(String(key).toLowerCase()) === key);
  return [...new Map(kept.map((path) => [JSON.stringify(path), path])).values()];
}

/** Fields that may be objects or lists. */
const structured: readonly Field[] = [
  'error',
  'arguments',
  'output',
  'prompt',
  'system_prompt',
  'tools',
  'prompt_blocks',
  'links',
  'tags',
  'stop_reason',
];

/** A key that always holds an object (`trace: {…}`) is no value of a field, and must not stand before one. */
function withoutObjects(places: FieldPlaces, sample: Sample): FieldPlaces {
  const holdsObjects = (path: KeyPath) => {
    const texts = sample.flatMap((record) => textAt(record, path) ?? []);
    return texts.length > 0 && texts.every((text) => text.startsWith('{'));
  };
  const kept = (field: Field) =>
    structured.includes(field) ? places[field] : places[field].filter((path) => !holdsObjects(path));
  return Object.fromEntries(fields.map((field) => [field, kept(field)])) as FieldPlaces;
}

/** What two copies of one call agree in. */
const sameCall: readonly Field[] = [
  'model',
  'name',
  'tool_name',
  'arguments',
  'input_tokens',
  'parent_span_id',
];

/** A request id under which different calls are logged is the user's request: it groups calls, and is no id of any. */
function withoutSharedIds(places: FieldPlaces, sample: Sample): FieldPlaces {
  const shared = (path: KeyPath) => isShared(path, places, sample);
  const requests = places.request_id.filter(shared);
  return {
    ...places,
    trace_id: [...places.trace_id, ...requests],
    request_id: places.request_id.filter((path) => !requests.includes(path)),
    id: places.id.filter((path) => !shared(path)),
  };
}

function isShared(path: KeyPath, places: FieldPlaces, sample: Sample): boolean {
  const calls = new Map<string, string>();
  return sample.some((record) => {
    const id = textAt(record, path);
    if (id === null) return false;
    const call = JSON.stringify(sameCall.map((field) => places[field].map((place) => textAt(record, place))));
    const other = calls.get(id);
    calls.set(id, call);
    return other !== undefined && other !== call;
  });
}

function mapped(places: FieldPlaces, map: Readonly<Record<string, string>>, sample: Sample): FieldPlaces {
  const changed: Record<Field, readonly KeyPath[]> = { ...places };
  for (const [column, path] of Object.entries(map)) {
    const [first, ...rest] = targets.get(column) ?? unknownColumn(column);
    changed[first] = [keyPath(path, sample)];
    for (const field of rest) changed[field] = [];
  }
  return changed;
}

function unknownColumn(column: string): never {
  throw new UserError(
    `--map ${column}=…: no such column. Expected one of ${[...targets.keys()].join(', ')}.`,
  );
}

/** `usage.prompt_tokens`: keys with dots of their own are taken whole where the log has them. */
function keyPath(path: string, sample: Sample): KeyPath {
  const step = (rest: string, records: readonly unknown[]): string[] => {
    const parts = rest.split('.');
    const heads = parts.map((_, index) => parts.slice(0, parts.length - index).join('.'));
    const key =
      heads.find((head) => records.some((record) => isObject(record) && head in record)) ?? parts[0] ?? rest;
    if (key === rest) return [key];
    return [
      key,
      ...step(
        rest.slice(key.length + 1),
        records.map((record) => (isObject(record) ? record[key] : undefined)),
      ),
    ];
  };
  return step(path, sample);
}
