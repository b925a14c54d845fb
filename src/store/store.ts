import { type DuckDBConnection, DuckDBInstance, type DuckDBValue, StatementType } from '@duckdb/node-api';
import type { Row } from '../report/report.ts';
import { reportRows, type SqlColumn } from './values.ts';

export type Parameters = Readonly<Record<string, DuckDBValue>>;

type Opened = { readonly instance: DuckDBInstance; readonly connection: DuckDBConnection };

/** The database of one invocation; nothing outside this folder knows the engine. Owns the instance: close it. */
export class Store {
  readonly #opened: Promise<Opened>;
  readonly #running = new Set<Promise<unknown>>();
  #isClosed = false;

  private constructor(opened: Promise<Opened>) {
    this.#opened = opened;
    // Whoever runs a statement is told.
    opened.catch(() => undefined);
  }

  /**
   * Opens a database in memory; `settings` are DuckDB settings (`memory_limit`, `threads`, `temp_directory` …). Does not wait
   * for it, as there is much else to do meanwhile: a setting that is refused fails the first statement.
   */
  static open(settings: Readonly<Record<string, string>> = {}): Store {
    return new Store(connected(settings));
  }

  /** Runs one or more statements; parameters only with a single one, and each must be used by it. */
  async run(sql: string, parameters?: Parameters): Promise<void> {
    await this.#with((connection) =>
      connection.run(sql, parameters === undefined ? undefined : { ...parameters }),
    );
  }

  /** The rows of one statement, whole (streaming swallows errors); values as a report holds them. */
  async rows(sql: string, parameters?: Parameters): Promise<Row[]> {
    return (await this.table(sql, parameters)).rows;
  }

  /** As `rows`, with the columns and their types, also when there is no row. */
  async table(sql: string, parameters?: Parameters): Promise<{ columns: SqlColumn[]; rows: Row[] }> {
    const reader = await this.#with((connection) =>
      connection.runAndReadAll(sql, parameters === undefined ? undefined : { ...parameters }),
    );
    const names = reader.deduplicatedColumnNames();
    const typed = reader.columnTypes().map((type, index) => ({ name: names[index] ?? '', type }));
    const columns = typed.map(({ name, type }) => ({ name, type: type.alias ?? String(type) }));
    return { columns, rows: reportRows(typed, reader.getRowObjectsJson()) };
  }

  /** The kind of a single statement (`SELECT`, `EXPLAIN`, `INSERT` …), else `MULTI`. Runs nothing, but looks at files that are named: `lock` first. */
  async statementType(sql: string): Promise<string> {
    return await this.#with(async (connection) => {
      const extracted = await connection.extractStatements(sql);
      if (extracted.count !== 1) return 'MULTI';
      const prepared = await extracted.prepare(0);
      const type = StatementType[prepared.statementType] ?? 'INVALID';
      prepared.destroySync();
      return type;
    });
  }

  /** As `table`, in a transaction that can change nothing. */
  async readOnlyTable(sql: string, parameters: Parameters): Promise<{ columns: SqlColumn[]; rows: Row[] }> {
    await this.run('BEGIN TRANSACTION READ ONLY');
    try {
      return await this.table(sql, parameters);
    } finally {
      await this.run('ROLLBACK');
    }
  }

  /** From here on no SQL reads or writes files, loads extensions or changes settings; there is no way back. */
  async lock(): Promise<void> {
    await this.run('SET enable_external_access = false');
    await this.run('SET lock_configuration = true');
  }

  /** Has the engine keep `progress`, which it does not by itself. */
  async measureProgress(): Promise<void> {
    await this.run('SET enable_progress_bar = true');
    await this.run('SET enable_progress_bar_print = false');
  }

  /** How much of the running statement is done, as a fraction of 1; 0 where that is not known. */
  async progress(): Promise<number> {
    const { connection } = await this.#opened;
    return this.#isClosed ? 0 : Math.max(0, connection.progress.percentage) / 100;
  }

  /** Makes the running statement fail; its promise rejects within milliseconds. */
  interrupt(): void {
    void this.#opened.then(
      ({ connection }) => {
        if (!this.#isClosed) connection.interrupt();
      },
      () => undefined,
    );
  }

  /** Waits for what still runs; nothing is run from then on. To close below a running statement, or to end the process, is a crash. */
  async end(): Promise<void> {
    this.#isClosed = true;
    await this.#opened.catch(() => undefined);
    await Promise.allSettled(this.#running);
  }

  /** Gives everything back, and finishes the files of attached databases. */
  async close(): Promise<void> {
    await this.end();
    const opened = await this.#opened.catch(() => undefined);
    opened?.connection.closeSync();
    opened?.instance.closeSync();
  }

  async #with<Result>(work: (connection: DuckDBConnection) => Promise<Result>): Promise<Result> {
    const { connection } = await this.#opened;
    if (this.#isClosed) throw new Error('the store is closed');
    const running = work(connection);
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }
}

async function connected(settings: Readonly<Record<string, string>>): Promise<Opened> {
  const instance = await DuckDBInstance.create(':memory:', { ...settings });
  return { instance, connection: await instance.connect() };
}
