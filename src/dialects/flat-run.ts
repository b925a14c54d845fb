import { type DuckDBValue, listValue } from '@duckdb/node-api';
import * as z from 'zod';
import { fields, holdsSpan, type KeyPath } from './alias-paths.ts';
import { attributePlaces } from './attribute-paths.ts';
import blockMacros from './block-macros.sql';
import type { Dialect, Sample, Wanted } from './dialect.ts';
import { isObject } from './fields.ts';
import flatColumns from './flat-columns.sql';
import { flatPlaces } from './flat-places.ts';
import flatRunSql from './flat-run.sql';
import { bareUnits } from './flat-units.ts';
import { hasOf, placesOf, pointer } from './pointers.ts';

const partLists = { turns: ['turns'], steps: ['steps'], tool_calls: ['tool_calls', 'toolCalls'] } as const;

/** Objects that may stand around the whole run: `{"message": "llm_trace", "trace": {…}}`. */
const wrappers: readonly string[] = ['trace', 'data', 'attributes', 'record', 'extra', 'llm_trace'];

const partPaths = (names: readonly string[]): KeyPath[] =>
  names.flatMap((name) => [[name], ...wrappers.map((wrapper) => [wrapper, name])]);

const at = (record: unknown, path: KeyPath): unknown =>
  path.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), record);

/** The parts of each list that a record holds; the first list that is there is taken. */
function partsOf(record: unknown): Readonly<Record<string, unknown>>[] {
  return Object.values(partLists).flatMap((names) => {
    const list = partPaths(names)
      .map((path) => at(record, path))
      .find((value) => value !== undefined && value !== null);
    return Array.isArray(list) ? list.filter(isObject) : [];
  });
}

const holdsParts = (record: unknown): boolean => partsOf(record).length > 0;

function parameters(sample: Sample, wanted: Wanted): Record<string, DuckDBValue> {
  const known = [...sample, ...sample.flatMap(partsOf)];
  const places = flatPlaces(known, wanted.map);
  const attributes = attributePlaces(known, places, wanted.columns.has('attributes'));
  const others = [
    ...[...attributes.keys, ...attributes.texts].map((key) => ({ path: [key], name: key })),
    ...attributes.nested,
  ];
  const pointers = [...new Set(fields.flatMap((field) => places[field]).map(pointer))];
  return {
    paths: listValue(pointers),
    // A run is given an id, its parts a kind and a name.
    ...hasOf(places, ['span_id', 'kind', 'name']),
    has_attributes: others.length > 0,
    ...placesOf(places, pointers, pointer),
    turns_at: listValue(partPaths(partLists.turns).map(pointer)),
    steps_at: listValue(partPaths(partLists.steps).map(pointer)),
    tool_calls_at: listValue(partPaths(partLists.tool_calls).map(pointer)),
    other_paths: listValue(others.length === 0 ? ['/-'] : others.map(({ path }) => pointer(path))),
    other_names: listValue(others.length === 0 ? ['-'] : others.map(({ name }) => name)),
    other_keys: listValue(['-']),
    text_keys: listValue(['-']),
    ...bareUnits(known, places),
  };
}

/** One record holds a whole run, or a call with its tool calls: a root span and one span for each part. */
export const flatRun: Dialect = {
  name: 'flat-run',
  record: z
    .record(z.string(), z.unknown())
    .refine(holdsParts, { error: 'no turns[], steps[] or tool_calls[] of objects', abort: true })
    // A run without an id of its own is given one.
    .refine((record) => holdsSpan({ ...record, spanID: 'run' }), {
      error: 'no model, tokens, tool or trace id under a known name; --map column=path can name them',
    }),
  sql: [flatRunSql, flatColumns].join('\n'),
  macros: [blockMacros],
  discover: true,
  parameters,
};
