import { aliases, type Field } from './aliases.ts';
import type { Sample } from './dialect.ts';
import { isObject } from './fields.ts';
import { headerFields, identityFields, measureFields, wrappers } from './wrappers.ts';

/** Where a value stands in a record: a key, or keys from outside to inside. */
export type KeyPath = readonly string[];

/** A field and the places it is read from, the first that holds a value wins. */
export type FieldPlaces = Readonly<Record<Field, readonly KeyPath[]>>;

/** Objects within objects are looked into this deep: `response.usage.prompt_tokens_details.cached_tokens`. */
const deepest = 4;

export const fields = Object.keys(aliases) as Field[];

/** A name without case and separators. */
export const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const rank = new Map<string, Map<Field, number>>();
for (const field of fields) {
  for (const [index, alias] of aliases[field].split(' ').entries()) {
    const name = plain(alias);
    rank.set(name, (rank.get(name) ?? new Map<Field, number>()).set(field, index));
  }
}

/** Objects whose keys continue their name, though they wrap nothing: `error.type`, `cost.total`. */
const prefixes = new Set([
  'error',
  'exception',
  'cost',
  'tool',
  'function',
  'status',
  'user',
  'session',
  'span',
  'inputtokendetails',
  'promptdetails',
  'details',
  'cacheread',
  'cachecreation',
  'cachewrite',
  'diagnostics',
  'cachemissreason',
]);

const opens = (name: string): boolean => plain(name) in wrappers || prefixes.has(plain(name));

/** No column can be called so; two keys with lone surrogates are one to the engine. */
export const isUnreadable = (key: string): boolean => key === '' || /\0|\p{Cs}/u.test(key);

/** Every path of the records that may hold a field, in the order seen; each once. */
export function seenPaths(sample: Sample): KeyPath[] {
  const seen = new Map<string, KeyPath>();
  const look = (value: Readonly<Record<string, unknown>>, above: KeyPath): void => {
    for (const [key, inner] of Object.entries(value)) {
      if (isUnreadable(key)) continue;
      const path = [...above, key];
      seen.set(JSON.stringify(path), path);
      if (isObject(inner) && opens(key) && path.length < deepest) look(inner, path);
    }
  };
  for (const record of sample) look(record, []);
  return [...seen.values()];
}

const passes = (wrapper: string, field: Field): boolean => {
  const lets = wrappers[plain(wrapper)];
  if (lets === 'measures') return measureFields.includes(field);
  if (lets === 'headers') return headerFields.includes(field);
  return lets === 'all' || (lets === 'dimensions' && !identityFields.includes(field));
};

/** Read beside the fields that the same path names. */
const beside: readonly Field[] = ['raw_input_tokens', 'raw_cache_tokens'];

/** The fields that a path names, each with its rank: of the alias first, then of how many wrappers it stands in. */
function named(path: KeyPath): { field: Field; order: number }[] {
  const segments = path.flatMap((key) => key.split('.')).filter((segment) => segment !== '');
  const found = new Map<Field, number>();
  for (let start = 0; start < segments.length; start += 1) {
    const wrapped = segments.slice(0, start);
    for (const [field, index] of rank.get(plain(segments.slice(start).join(''))) ?? []) {
      if (!found.has(field) && wrapped.every((wrapper) => passes(wrapper, field)))
        found.set(field, index * 100 + path.length * 10 + start);
    }
    if ([...found.keys()].some((field) => !beside.includes(field))) break;
  }
  return [...found].map(([field, order]) => ({ field, order }));
}

/** The places of each field among the paths. */
export function fieldPlaces(paths: readonly KeyPath[]): FieldPlaces {
  const places = new Map<Field, { path: KeyPath; order: number }[]>(fields.map((field) => [field, []]));
  for (const path of paths) {
    for (const { field, order } of named(path)) places.get(field)?.push({ path, order });
  }
  const ordered = [...places].map(([field, found]) => [
    field,
    found.sort((one, other) => one.order - other.order).map(({ path }) => path),
  ]);
  return Object.fromEntries(ordered) as FieldPlaces;
}

/** The value at a path, as the SELECT sees it: text; objects and arrays as JSON; NULL where there is none or it is ''. */
export function textAt(record: unknown, path: KeyPath): string | null {
  const value = path.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), record);
  if (value === undefined || value === null || value === '') return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The first value among the places of a field: those of the record itself come before those of the objects in it. */
export function firstText(record: unknown, paths: readonly KeyPath[]): string | null {
  const own = paths.filter((path) => path.length === 1);
  const inner = paths.filter((path) => path.length > 1);
  return [...own, ...inner].map((path) => textAt(record, path)).find((text) => text !== null) ?? null;
}

/** As `firstText`, but objects and lists are no words: what is in them comes next. */
function firstWord(record: unknown, paths: readonly KeyPath[]): string | null {
  return firstText(
    record,
    paths.filter((path) => !/^[{[]/.test(textAt(record, path) ?? '')),
  );
}

const counts: readonly Field[] = [
  'input_tokens',
  'uncached_input_tokens',
  'output_tokens',
  'total_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'cache_hit_tokens',
  'cached_detail_tokens',
];
const subjects: readonly Field[] = ['model', 'response_model', 'tool_name', 'llm_success'];
const identities: readonly Field[] = ['trace_id', 'traceparent', 'span_id', 'request_id'];
const labels: readonly Field[] = [
  'name',
  'kind',
  'status',
  'ok',
  'started_at',
  'ended_at',
  'latency_ms',
  'latency_s',
  'latency',
  'cost_usd',
];

const ownPlaces = (record: Sample[number]): FieldPlaces => fieldPlaces(seenPaths([record]));

/** Is a record one of a model call, a tool call or another span? By what it holds, under any known name; `placesIn`: under which. */
export function holdsSpan(record: unknown, placesIn = ownPlaces): boolean {
  if (!isObject(record)) return false;
  const places = placesIn(record);
  const some = (of: readonly Field[], holds: (text: string) => boolean) =>
    of.some((field) => places[field].length > 0 && holds(firstWord(record, places[field]) ?? ''));
  const isWord = (text: string) => text !== '' && !/^[{[]/.test(text);
  return (
    some(subjects, isWord) || some(counts, isCount) || (some(identities, isWord) && some(labels, isWord))
  );
}

/** As the macro `token_count` reads it. */
const isCount = (text: string): boolean =>
  /^[+]?\d+(\.\d*)?([eE][+-]?\d+)?$/.test(text.trim()) && Number.isInteger(Number(text));
