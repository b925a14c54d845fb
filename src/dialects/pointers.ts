import { type DuckDBValue, listValue, structValue } from '@duckdb/node-api';
import { type FieldPlaces, fields, type KeyPath } from './alias-paths.ts';
import type { Field } from './aliases.ts';

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

/** Which fields the log has; `derived` ones the SELECT makes even where no place holds them. */
export function hasOf(places: FieldPlaces, derived: readonly Field[] = []): DuckDBValue {
  return structValue(
    Object.fromEntries(fields.map((field) => [field, places[field].length > 0 || derived.includes(field)])),
  );
}
