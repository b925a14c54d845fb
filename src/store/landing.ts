import { listValue } from '@duckdb/node-api';
import type { Dialect, Sample, Wanted } from '../dialects/dialect.ts';
import type { Watch } from '../progress.ts';
import { neededSelect } from './neededSelect.ts';
import normalise from './normalise.sql';
import type { Parameters } from './store.ts';

/** One file as one dialect reads it; `id` is its place in the table `source`, counted from 1. */
export type Source = {
  readonly id: number;
  readonly path: string;
  readonly file: string;
  readonly dialect: Dialect;
  readonly bytes: number;
  /** Calls of different worlds are never copies of each other; undefined: there is just one. */
  readonly world?: number | undefined;
};

/** Sources of one dialect, which one statement reads, and what a look into them showed. */
export type Batch = {
  readonly dialect: Dialect;
  readonly sources: readonly Source[];
  readonly sample: Sample;
  /** What a first reading left over. */
  readonly isRescued: boolean;
  /** The sample has the keys of some records: there may be others. */
  readonly isPartial?: boolean;
};

/** What is to land, and where: in the table `landed` of this invocation, or as rows of a database file. */
export type Landing = Wanted & { readonly into?: 'kept.landed'; readonly watch?: Watch | undefined };

/** How the sources are read: objects of up to `limit` bytes, and whether all records are taken to be like the sampled ones. */
export type Reading = { readonly limit: number; readonly isTrusted: boolean };

/** The objects of a file up to this size are read in parallel with little memory; DuckDB's own default. */
export const ordinaryObject = 16 * 1024 * 1024;
export const largestObject = 256 * 1024 * 1024;

/** Columns that have a meaning beyond their own: what normalise.sql names is always read. */
const normalised: readonly string[] = normalise.match(/\w+/g) ?? [];

/**
 * A SELECT of the rows of a batch, one meaning per column, and its parameters. Our own text around our own text: the one place
 * where SQL is put together, and nothing from outside gets in.
 */
export function landingRows(
  { dialect, sample, isRescued }: Batch,
  sources: readonly Source[],
  wanted: Wanted,
  { limit, isTrusted }: Reading,
): { readonly rows: string; readonly parameters: Parameters } {
  const whole = (isRescued ? undefined : dialect.faster?.(sample)) ?? dialect.sql;
  const rows = `WITH dialect_rows AS NOT MATERIALIZED (${neededSelect(whole, [...wanted.columns, ...normalised])}\n) SELECT * FROM (${normalise}\n)`;
  const names = sources.map((source) => source.file);
  const own = dialect.parameters?.(sample, wanted, isTrusted ? 'trust' : undefined, names) ?? {};
  return {
    rows,
    parameters: {
      files: listValue(sources.map((source) => source.path)),
      source_ids: listValue(sources.map((source) => source.id)),
      maximum_object_size: limit,
      ...namedIn(rows, own),
    },
  };
}

/** The engine takes no parameter that the statement does not name. */
export function namedIn(sql: string, parameters: Parameters): Parameters {
  const named = new Set(sql.match(/\$\w+/g));
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => named.has(`$${name}`)));
}

/** The source that an error says to hold an object beyond the limit: `"maximum_object_size" of 16777216 bytes exceeded while reading file "…"` */
export function exceeding(error: unknown, sources: readonly Source[]): Source | undefined {
  const named = /"maximum_object_size" of \d+ bytes exceeded while reading file "(.*)" \(/s.exec(
    String(error),
  )?.[1];
  return sources.find((source) => source.path === named);
}
