import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dialect } from '../dialects/dialect.ts';
import { type Alteration, type Item, isReadableBySql, isRejected, type LoggedRecord } from './record.ts';
import { recordBatches } from './records.ts';
import { refusal } from './refusal.ts';
import { RefusalList, type Refusals } from './refusals.ts';

export type RouteOptions = {
  /** The dialect whose SELECT read the file. */
  readonly primary: Dialect;
  /** All of them, in the order of detection. */
  readonly dialects: readonly Dialect[];
  /** `--format-in`: no other is tried. */
  readonly forced?: Dialect | undefined;
  /** Records of the file that the primary's SELECT gave rows of; 0 when SQL did not read it. */
  readonly claimed: number;
  readonly temporaryDirectory: string;
};

export type Rerouted = { readonly dialect: Dialect; readonly path: string; readonly records: number };

export type Routed = Refusals & {
  /** Newline-delimited JSON to read with each dialect's SELECT, of the records that SQL has not read. */
  readonly rerouted: readonly Rerouted[];
  /** `rerouted` holds all records of the file: drop the rows that SQL gave of it. */
  readonly isWhole: boolean;
  readonly altered: ReadonlyMap<Alteration, number>;
};

/**
 * The exception pass over one file: finds each record's dialect, writes what the primary's SELECT could not read to
 * private files, and says of the rest why it is no record. Where SQL and this reading disagree about the number of
 * ordinary records (a torn line takes the next one with it in DuckDB), and where records need those before them,
 * everything is written.
 */
export async function route(path: string, options: RouteOptions): Promise<Routed> {
  if ((options.forced ?? options.primary).isSequential) return await pass(path, options, true);
  const exceptions = await pass(path, options, false);
  if (exceptions.ordinary === options.claimed) return exceptions;
  await Promise.all(exceptions.rerouted.map((file) => rm(file.path)));
  return await pass(path, options, true);
}

type Pass = Routed & { readonly ordinary: number };

async function pass(path: string, options: RouteOptions, isWhole: boolean): Promise<Pass> {
  const sorted = new Sorted(options, isWhole);
  const files = new DialectFiles(options.temporaryDirectory);
  try {
    for await (const batch of recordBatches(path, {
      isRecord: (value) => sorted.dialectOf(value) !== undefined,
    })) {
      await files.write(sorted.take(batch));
    }
  } finally {
    await files.close();
  }
  const rerouted = files.written();
  const { altered, ordinary } = sorted;
  return { rerouted, isWhole, altered, ordinary, ...sorted.refused() };
}

/** Decides what becomes of each item, and counts. */
class Sorted {
  readonly #primary: Dialect;
  readonly #candidates: readonly Dialect[];
  readonly #isWhole: boolean;
  readonly #refusals = new RefusalList();
  readonly altered = new Map<Alteration, number>();
  #records = 0;
  /** Records that the primary's SELECT has read as they stand. */
  ordinary = 0;

  constructor({ primary, dialects, forced }: RouteOptions, isWhole: boolean) {
    this.#primary = forced ?? primary;
    this.#candidates = forced ? [forced] : [primary, ...dialects.filter((dialect) => dialect !== primary)];
    this.#isWhole = isWhole;
  }

  dialectOf(value: unknown): Dialect | undefined {
    return this.#candidates.find((dialect) => dialect.record.safeParse(value).success);
  }

  /** The lines to write, by dialect. */
  take(items: readonly Item[]): Map<Dialect, string[]> {
    const lines = new Map<Dialect, string[]>();
    for (const item of items) {
      const dialect = isRejected(item) ? this.#refusals.reject(item) : this.#place(item);
      if (dialect === undefined || isRejected(item)) continue;
      const texts = lines.get(dialect);
      if (texts) texts.push(item.text);
      else lines.set(dialect, [item.text]);
    }
    return lines;
  }

  #place(record: LoggedRecord): Dialect | undefined {
    for (const alteration of record.alterations)
      this.altered.set(alteration, 1 + (this.altered.get(alteration) ?? 0));
    const dialect = this.dialectOf(record.value);
    if (dialect === undefined) return this.#refuse(record);
    this.#records += 1;
    const isOrdinary = dialect === this.#primary && isReadableBySql(record);
    if (isOrdinary) this.ordinary += 1;
    return isOrdinary && !this.#isWhole ? undefined : dialect;
  }

  #refuse({ line, value }: LoggedRecord): undefined {
    const { reason, isForeign } = refusal(value, this.#candidates);
    const rejected = { line, reason, isTorn: false };
    if (isForeign) this.#refusals.refuse(rejected);
    else this.#refusals.reject(rejected);
  }

  /** What is no record of a call. */
  refused(): Refusals {
    const among: readonly Alteration[] = ['text around the object', 'envelope'];
    const inText = among.reduce((sum, alteration) => sum + (this.altered.get(alteration) ?? 0), 0);
    return this.#refusals.told(this.#records > 0, inText * 2 > this.#records && this.#records > 0);
  }
}

/** One private file for each dialect that turns up; owns the handles. */
class DialectFiles {
  readonly #directory: string;
  readonly #files = new Map<Dialect, { handle: FileHandle; path: string; records: number }>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  async write(lines: ReadonlyMap<Dialect, readonly string[]>): Promise<void> {
    for (const [dialect, texts] of lines) {
      const file = this.#files.get(dialect) ?? (await this.#open(dialect));
      file.records += texts.length;
      await file.handle.appendFile(`${texts.join('\n')}\n`);
    }
  }

  async #open(dialect: Dialect): Promise<{ handle: FileHandle; path: string; records: number }> {
    const path = join(this.#directory, `${crypto.randomUUID()}.ndjson`);
    const file = { handle: await open(path, 'wx', 0o600), path, records: 0 };
    this.#files.set(dialect, file);
    return file;
  }

  written(): Rerouted[] {
    return [...this.#files].map(([dialect, { path, records }]) => ({ dialect, path, records }));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#files.values()].map(({ handle }) => handle.close()));
  }
}
