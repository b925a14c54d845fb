import { listValue } from '@duckdb/node-api';
import type { Wanted } from '../dialects/dialect.ts';
import { essentialColumns, landable } from './columns.ts';
import { type Batch, exceeding, landingParameters, normalised, ordinaryObject } from './landing.ts';
import type { Store } from './store.ts';

/** Rows that a first look reads before a large log lands, and the objects that it expects: small buffers are filled fast. */
const glimpseRows = 20_000;
const smallObject = 1024 * 1024;
const largeLog = 32 * 1024 * 1024;

/** Columns that a large log can do without: the first rows have nothing in them, or (`call_key`) another says the same. */
export async function emptyColumns(
  store: Store,
  batches: readonly Batch[],
  wanted: Wanted,
): Promise<Set<string>> {
  const bytes = batches.flatMap(({ sources }) => sources).reduce((sum, source) => sum + source.bytes, 0);
  if (bytes < largeLog) return new Set();
  const empty = new Set(
    [...wanted.columns].filter((column) => landable.has(column) && !essentialColumns.has(column)),
  );
  for (const batch of batches) {
    for (const column of await filledColumns(store, batch, wanted)) empty.delete(column);
  }
  if (spanIsCall(batches)) empty.add('call_key');
  return empty;
}

/** Is a span of these batches never logged under another id than its own? */
export const spanIsCall = (batches: readonly Batch[]): boolean =>
  batches.every(({ dialect }) => dialect.spanIsCall === true);

/** The columns that have a value in the first rows of a batch; where nothing can be known, all. */
async function filledColumns(store: Store, batch: Batch, wanted: Wanted): Promise<readonly string[]> {
  for (const limit of [smallObject, ordinaryObject]) {
    const filled = await filledWithin(store, batch, wanted, limit);
    if (filled !== undefined) return filled;
  }
  return [...wanted.columns];
}

async function filledWithin(store: Store, batch: Batch, wanted: Wanted, limit: number) {
  const parameters = {
    ...landingParameters(batch, batch.sources, wanted, { limit, isTrusted: true }),
    landing_columns: listValue([...wanted.columns]),
  };
  try {
    const { columns, rows } = await store.table(
      `SELECT count(columns(*)) FROM (SELECT columns(lambda name: list_contains($landing_columns, name)) FROM (${normalised(batch)}) LIMIT ${glimpseRows})`,
      parameters,
    );
    return columns
      .map(({ name }) => name)
      .filter((name) => rows[0]?.[name] !== 0)
      .map((name) => /^count\((.*)\)$/.exec(name)?.[1] ?? name);
  } catch (error) {
    if (exceeding(error, batch.sources) === undefined) throw error;
    return undefined;
  }
}
