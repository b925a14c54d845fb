import { listValue } from '@duckdb/node-api';
import type { Dialect, Sample, Wanted } from '../dialects/dialect.ts';
import { essentialColumns } from './columns.ts';
import complete from './complete.sql';
import normalise from './normalise.sql';
import type { Parameters, Store } from './store.ts';

/** One file as one dialect reads it; `id` is its place in the table `source`, counted from 1. */
export type Source = {
  readonly id: number;
  readonly path: string;
  readonly file: string;
  readonly dialect: Dialect;
  readonly bytes: number;
};

/** Sources of one dialect, which one statement reads, and what a look into them showed. */
export type Batch = {
  readonly dialect: Dialect;
  readonly sources: readonly Source[];
  readonly sample: Sample;
};

/** The objects of a file up to this size are read in parallel with little memory; DuckDB's own default. */
const ordinaryObject = 16 * 1024 * 1024;
const largestObject = 256 * 1024 * 1024;

/** Rows that a first look reads before a large log lands. */
const glimpseRows = 20_000;
const largeLog = 32 * 1024 * 1024;

/**
 * Reads the batches in one pass each, on all cores, into `landed`. A large log lands without the columns that a first look
 * finds empty, which halves memory and time; should one of them turn up after all, it lands again, whole. Gives back the
 * columns that were left out.
 */
export async function landAll(
  store: Store,
  batches: readonly Batch[],
  wanted: Wanted,
): Promise<ReadonlySet<string>> {
  const empty = await emptyColumns(store, batches, wanted);
  return await orWhole(store, batches, wanted, empty, () => landWithout(store, batches, wanted, empty));
}

/** Adds batches to those that have landed without the columns `empty`. */
export async function landMore(
  store: Store,
  landed: readonly Batch[],
  more: readonly Batch[],
  wanted: Wanted,
  empty: ReadonlySet<string>,
): Promise<void> {
  await orWhole(store, [...landed, ...more], wanted, empty, async () => {
    for (const batch of more) await land(store, batch, wanted, empty);
  });
}

/** Runs a landing; where a column that looked empty is not, lands all the batches again with every column. */
async function orWhole(
  store: Store,
  batches: readonly Batch[],
  wanted: Wanted,
  empty: ReadonlySet<string>,
  landing: () => Promise<void>,
) {
  try {
    await landing();
    return empty;
  } catch (error) {
    if (!String(error).includes(surprise)) throw error;
    await landWithout(store, batches, wanted, new Set());
    return new Set<string>();
  }
}

const surprise = 'a column that looked empty is not';

async function landWithout(
  store: Store,
  batches: readonly Batch[],
  wanted: Wanted,
  empty: ReadonlySet<string>,
): Promise<void> {
  const columns = [...wanted.columns].filter((column) => !empty.has(column));
  await store.run(
    'CREATE OR REPLACE TABLE landed AS SELECT columns(lambda name: list_contains($landing_columns, name)) FROM landed_columns',
    { landing_columns: listValue(columns) },
  );
  await store.run(complete);
  for (const batch of batches) await land(store, batch, wanted, empty);
}

/** Columns that the first rows of a large log have nothing in. */
async function emptyColumns(store: Store, batches: readonly Batch[], wanted: Wanted): Promise<Set<string>> {
  const bytes = batches.flatMap(({ sources }) => sources).reduce((sum, source) => sum + source.bytes, 0);
  if (bytes < largeLog) return new Set();
  const empty = new Set([...wanted.columns].filter((column) => !essentialColumns.has(column)));
  for (const batch of batches) {
    for (const column of await filledColumns(store, batch, wanted)) empty.delete(column);
  }
  return empty;
}

/** The columns that have a value in the first rows of a batch. */
async function filledColumns(store: Store, batch: Batch, wanted: Wanted): Promise<string[]> {
  const parameters = {
    ...landing(batch, batch.sources, wanted, ordinaryObject),
    landing_columns: listValue([...wanted.columns]),
  };
  try {
    const { columns, rows } = await store.table(
      `SELECT count(columns(*)) FROM (SELECT columns(lambda name: list_contains($landing_columns, name)) FROM (${normalised(batch.dialect.sql)}) LIMIT ${glimpseRows})`,
      parameters,
    );
    return columns
      .map(({ name }) => name)
      .filter((name) => rows[0]?.[name] !== 0)
      .map((name) => /^count\((.*)\)$/.exec(name)?.[1] ?? name);
  } catch (error) {
    // An object beyond the ordinary size: nothing is known, so nothing is left out.
    if (exceeding(error, batch.sources) === undefined) throw error;
    return [...wanted.columns];
  }
}

/** Lands one batch; a file with an object beyond the ordinary size is read apart, with the memory that it takes. */
async function land(store: Store, batch: Batch, wanted: Wanted, empty: ReadonlySet<string>): Promise<void> {
  let ordinary = batch.sources;
  while (ordinary.length > 0) {
    const tooLarge = await attempt(store, batch, ordinary, wanted, empty, ordinaryObject);
    if (tooLarge === undefined) return;
    await attempt(store, batch, [tooLarge], wanted, empty, largestObject);
    ordinary = ordinary.filter((source) => source !== tooLarge);
  }
}

/** Gives back the source with an object beyond `limit` bytes, if that is why nothing was read. */
async function attempt(
  store: Store,
  batch: Batch,
  sources: readonly Source[],
  wanted: Wanted,
  empty: ReadonlySet<string>,
  limit: number,
) {
  const rows = normalised(batch.dialect.sql);
  const columns = listValue([...wanted.columns].filter((column) => !empty.has(column)));
  const parameters = { ...landing(batch, sources, wanted, limit), landing_columns: columns };
  try {
    if (empty.size === 0)
      await store.run(
        `INSERT INTO landed BY NAME SELECT columns(lambda name: list_contains($landing_columns, name)) FROM (${rows})`,
        parameters,
      );
    else await store.run(withoutEmpty(rows), { ...parameters, empty: listValue([...empty]) });
    return undefined;
  } catch (error) {
    const tooLarge = limit < largestObject ? exceeding(error, sources) : undefined;
    if (tooLarge === undefined) throw error;
    return tooLarge;
  }
}

/** Fails with `surprise` when a row has something in a column that looked empty. */
function withoutEmpty(rows: string): string {
  return `INSERT INTO landed BY NAME SELECT * EXCLUDE (unexpected) FROM (
    SELECT columns(lambda name: list_contains($landing_columns, name)), nullif(concat_ws('', *columns(lambda name: list_contains($empty, name))), '') AS unexpected
    FROM (${rows})
  ) WHERE CASE WHEN unexpected IS NULL THEN true ELSE error('${surprise}' || CASE WHEN unexpected IS NULL THEN '' ELSE '.' END) END`;
}

function landing(
  { dialect, sample }: Batch,
  sources: readonly Source[],
  wanted: Wanted,
  limit: number,
): Parameters {
  return {
    files: listValue(sources.map((source) => source.path)),
    source_ids: listValue(sources.map((source) => source.id)),
    maximum_object_size: limit,
    ...dialect.parameters?.(sample, wanted),
  };
}

/** `"maximum_object_size" of 16777216 bytes exceeded while reading file "…"` */
function exceeding(error: unknown, sources: readonly Source[]): Source | undefined {
  const named = /"maximum_object_size" of \d+ bytes exceeded while reading file "(.*)" \(/s.exec(
    String(error),
  )?.[1];
  return sources.find((source) => source.path === named);
}

/** Our own text around our own text: the one place where SQL is put together, and nothing from outside gets in. */
function normalised(dialectSql: string): string {
  return `SELECT * FROM (WITH dialect_rows AS NOT MATERIALIZED (${dialectSql}\n) SELECT * FROM (${normalise}\n))`;
}
