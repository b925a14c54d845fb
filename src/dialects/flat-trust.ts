import { type FieldPlaces, fields, type KeyPath } from './alias-paths.ts';
import type { Field } from './aliases.ts';
import type { Sample } from './dialect.ts';
import { isObject } from './fields.ts';

/** Where the fields of a log stand that is all like its sample, and the keys that would give the lie to it. */
export type Trusted = {
  readonly places: FieldPlaces;
  /** Keys with a value in no sampled record, that are not read: a value anywhere else is a surprise. */
  readonly absent: readonly string[];
  /** Keys with an object in no sampled record, that are not looked into: an object is a surprise. */
  readonly plain: readonly string[];
};

/** Logged with every call or with none. Errors and outcomes are always read: they come late. */
const amounts: ReadonlySet<Field> = new Set<Field>([
  'input_tokens',
  'uncached_input_tokens',
  'cache_miss_tokens',
  'cache_hit_tokens',
  'cached_detail_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'cache_write_5m_tokens',
  'cache_write_1h_tokens',
  'output_tokens',
  'reasoning_tokens',
  'thoughts_tokens',
  'total_tokens',
  'cost_usd',
  'amount',
]);

/** Leaves out what the sample gives no reason to look for, where the sample is trusted. */
export function flatTrust(places: FieldPlaces, sample: Sample, trust?: 'trust'): Trusted {
  if (trust === undefined) return { places, absent: [], plain: [] };
  const values = sample.flatMap((record) => Object.entries(record)).filter(([, value]) => value !== null);
  const seen = new Set(values.map(([key]) => key));
  const opened = new Set(values.flatMap(([key, value]) => (isObject(value) ? [key] : [])));
  const isTaken = (field: Field, [key = '', ...inner]: KeyPath) =>
    inner.length > 0 ? opened.has(key) : seen.has(key) || !amounts.has(field);
  const kept = where(places, isTaken);
  const read = new Set(keysOf(kept));
  const left = [...new Set(keysOf(places))].filter((key) => !read.has(key) && !seen.has(key));
  const unopened = [...new Set(keysOf(places, isInner))].filter(
    (key) => !opened.has(key) && (read.has(key) || seen.has(key)),
  );
  // Which of several keys holds an object could not be told.
  return unopened.length > 1
    ? { places, absent: [], plain: [] }
    : { places: kept, absent: left, plain: unopened };
}

const isInner = (path: KeyPath): boolean => path.length > 1;

function keysOf(places: FieldPlaces, isWanted: (path: KeyPath) => boolean = () => true): string[] {
  return fields.flatMap((field) => places[field].filter(isWanted).map(([key]) => String(key)));
}

function where(places: FieldPlaces, isTaken: (field: Field, path: KeyPath) => boolean): FieldPlaces {
  const taken = fields.map((field) => [field, places[field].filter((path) => isTaken(field, path))]);
  return Object.fromEntries(taken) as FieldPlaces;
}
