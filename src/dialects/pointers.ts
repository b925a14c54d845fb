import { type DuckDBValue, listValue } from '@duckdb/node-api';
import { type FieldPlaces, fields, type KeyPath } from './alias-paths.ts';
import type { Field } from './aliases.ts';
import flatColumns from './flat-columns.sql';

/** JSON Pointer (RFC 6901) of a path. */
export const pointer = (path: readonly (string | number)[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** By parameter, the places of each field in a list of paths, from 1; NULL where it has none. */
export function placesOf(
  places: FieldPlaces,
  pointers: readonly string[],
  toPointer: (path: KeyPath) => string | undefined,
): Record<string, DuckDBValue> {
  const at = new Map(pointers.map((text, index) => [text, index + 1]));
  const positions = (paths: readonly KeyPath[]) =>
    paths.flatMap((path) => at.get(toPointer(path) ?? '') ?? []);
  return Object.fromEntries(
    fields.map((field) => {
      const found = positions(places[field]);
      return [`places_${field}`, found.length === 0 ? null : listValue(found)];
    }),
  );
}

const asked = new Set([...flatColumns.matchAll(/\$has_(\w+)/g)].map((match) => match[1]));

/** By parameter, whether the log has a field, for those that the SELECT asks for; `derived` ones it makes even where no place holds them. */
export function hasOf(places: FieldPlaces, derived: readonly Field[] = []): Record<string, boolean> {
  const names = fields.filter((field) => asked.has(field));
  return Object.fromEntries(
    names.map((field) => [`has_${field}`, places[field].length > 0 || derived.includes(field)]),
  );
}
