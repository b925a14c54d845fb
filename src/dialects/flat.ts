import { type DuckDBValue, listValue, structValue } from '@duckdb/node-api';
import * as z from 'zod';
import { type FieldPlaces, fields, holdsSpan, type KeyPath } from './alias-paths.ts';
import { attributePlaces } from './attribute-paths.ts';
import blockMacros from './block-macros.sql';
import type { Dialect, Sample, Wanted } from './dialect.ts';
import flatSql from './flat.sql';
import flatColumns from './flat-columns.sql';
import { flatPlaces } from './flat-places.ts';
import { flatTrust } from './flat-trust.ts';
import { bareUnits } from './flat-units.ts';
import { hasOf, placesOf, pointer } from './pointers.ts';

/** A key that no record has: a list of keys must name a column, and a list parameter must not be empty. */
const absent = '(absent)';
const absentJson = '(absent JSON)';

const orAbsent = (keys: readonly string[], none = absent): DuckDBValue =>
  listValue(keys.length === 0 ? [none] : [...keys]);

function parameters(sample: Sample, wanted: Wanted, trust?: 'trust'): Record<string, DuckDBValue> {
  const { places, absent, plain } = flatTrust(flatPlaces(sample, wanted.map), sample, trust);
  const attributes = attributePlaces(sample, places, wanted.columns.has('attributes'));
  const inner = [...Object.values(places).flat(), ...attributes.nested.map(({ path }) => path)].filter(
    isInner,
  );
  const objects = new Set(inner.map(keyOf));
  // A key that holds now an object, now a word is looked into as text, as every object is: as JSON no list could hold both.
  const others = attributes.keys.filter((key) => !objects.has(key));
  const columns = Object.fromEntries([
    ...[...declared(places), ...attributes.texts, ...objects, ...absent, ...plain].map((key) => [
      key,
      'VARCHAR',
    ]),
    ...others.map((key) => [key, 'JSON']),
  ]);
  // Lists of columns come in the order in which the columns are declared.
  const inOrder = (keys: readonly string[]) => Object.keys(columns).filter((key) => keys.includes(key));
  const parents = inOrder([...objects]);
  const within = (path: KeyPath) =>
    isInner(path) ? pointer([parents.indexOf(keyOf(path)), ...path.slice(1)]) : undefined;
  const pointers = [
    ...new Set(fields.flatMap((field) => places[field]).flatMap((path) => within(path) ?? [])),
  ];
  return {
    columns: structValue(columns),
    ...Object.fromEntries(fields.map((field) => [`keys_${field}`, orAbsent(topKeys(places[field]))])),
    ...hasOf(places),
    has_attributes: attributes.keys.length + attributes.texts.length + attributes.nested.length > 0,
    absent_keys: orAbsent(absent),
    plain_keys: orAbsent(plain),
    parents: orAbsent(parents),
    paths: orAbsent(pointers, '/-'),
    ...placesOf(places, pointers, within),
    other_keys: orAbsent(inOrder(others), absentJson),
    text_keys: orAbsent(inOrder(attributes.texts)),
    other_paths: orAbsent(
      attributes.nested.flatMap(({ path }) => within(path) ?? []),
      '/-',
    ),
    other_names: orAbsent(attributes.nested.map(({ name }) => name)),
    ...bareUnits(sample, places),
  };
}

const keyOf = (path: KeyPath): string => String(path[0]);
const isInner = (path: KeyPath): boolean => path.length > 1;
const topKeys = (paths: readonly KeyPath[]): string[] => paths.filter((path) => !isInner(path)).map(keyOf);

/** Keys in an order in which each field meets its own the best first: `coalesce` takes columns as they are declared. */
function declared(places: FieldPlaces): string[] {
  const order: string[] = [];
  let lists = fields.map((field) => topKeys(places[field])).filter((keys) => keys.length > 0);
  while (lists.length > 0) {
    const heads = lists.flatMap(([head]) => head ?? []);
    const next = heads.find((head) => lists.every((keys) => keys.indexOf(head) <= 0)) ?? String(heads[0]);
    order.push(next);
    lists = lists.map((keys) => keys.filter((key) => key !== next)).filter((keys) => keys.length > 0);
  }
  return order;
}

const recordOf = (isSpan: (record: unknown) => boolean) =>
  z.record(z.string(), z.unknown()).refine(isSpan, {
    error: 'no model, tokens, tool or trace id under a known name; --map column=path can name them',
  });

/** One record of a home-made log is one span. It takes what no other dialect claims, so it stands last. */
export const flat: Dialect = {
  name: 'flat',
  record: recordOf((record) => holdsSpan(record)),
  sql: [flatSql, flatColumns].join('\n'),
  macros: [blockMacros],
  spanIsCall: true,
  discover: true,
  parameters,
};

/** The same for a log whose fields `--map` names: records that hold nothing under a known name are records, too. */
export function flatMapped(map: Wanted['map']): Dialect {
  const isSpan = (record: unknown) => holdsSpan(record, (own) => flatPlaces([own], map));
  return Object.keys(map).length === 0 ? flat : { ...flat, record: recordOf(isSpan) };
}
