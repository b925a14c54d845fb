import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { Scope } from '../src/analyses/analysis.ts';
import { groupNames } from '../src/analyses/dimensions.ts';
import { topAnalysis } from '../src/analyses/top.ts';
import { prepare } from '../src/prepare.ts';
import type { Row } from '../src/report/report.ts';
import { parseRequest, type Request } from '../src/request/request.ts';
import { parseOptions } from '../src/request/settings.ts';
import { loggedColumns } from '../src/store/columns.ts';
import { Store } from '../src/store/store.ts';
import { root } from './run.ts';

/** Every group that `top` knows; of tags and attributes, those that the fixtures have. */
export const groups: readonly string[] = groupNames.flatMap((name) => {
  if (name === 'tag:<key>') return ['tag:team', 'tag:none'];
  return name === 'attr:<key>' ? ['attr:project', 'attr:retriever.source', 'attr:none'] : [name];
});

/** What `top` answers, with dollars as exact decimal text. */
export type Top = { readonly rows: readonly Row[]; readonly totals: Row };

/** Logs that are read once and asked many things. Close it. */
export class OpenLog {
  readonly store: Store;
  readonly #request: Request;
  readonly #scope: Scope;

  private constructor(store: Store, request: Request, scope: Scope) {
    this.store = store;
    this.#request = request;
    this.#scope = scope;
  }

  /** `common`: options by their keys, as `{ tz: 'Europe/Berlin' }`. */
  static async of(inputs: readonly string[], common: Record<string, unknown> = {}): Promise<OpenLog> {
    const request = parseRequest({ common: { tz: 'UTC', ...common }, inputs });
    const workspace = mkdtempSync(path.join(tmpdir(), 'llmtrace-test-'));
    const store = Store.open();
    try {
      const columns = [...loggedColumns, 'stage', 'prompt'];
      const { scope } = await prepare(request, columns, {
        store,
        io: nowhere,
        workspace,
        engine: {},
        isRebuilt: false,
      });
      return new OpenLog(store, request, scope);
    } finally {
      rmSync(workspace, { recursive: true, force: true });
    }
  }

  /** All rows, unless `limit` says how many. */
  async top(options: Record<string, unknown> = {}, limit = Number.POSITIVE_INFINITY): Promise<Top> {
    const own = { positionals: [], options: parseOptions(topAnalysis.options, options) };
    const { sections, totals } = await topAnalysis.answer(
      this.store,
      { ...this.#request, limit },
      own,
      this.#scope,
    );
    return { rows: sections[0].rows, totals: totals?.row ?? {} };
  }

  /** Asks about these spans alone from here on; `pick` itself locks the database and so runs once. */
  async filter(condition: string): Promise<void> {
    await this.store.run('CREATE TABLE IF NOT EXISTS once_picked AS FROM picked');
    for (const view of ['picked', 'unpriced'])
      await this.store.run(`CREATE OR REPLACE VIEW ${view} AS FROM once_picked WHERE ${condition}`);
  }

  async zone(tz: string): Promise<void> {
    await this.store.run('SET VARIABLE tz = $tz', { tz });
  }

  async close(): Promise<void> {
    await this.store.close();
  }
}

const silent = { write: () => true, once: () => undefined };
const nowhere = {
  stdin: Object.assign(Readable.from([]), { isTTY: true }),
  stdout: silent,
  stderr: silent,
  env: {},
  cwd: root,
  onInterrupt: () => undefined,
  processId: process.pid,
  isRunning: () => true,
  tidy: (work: () => Promise<void>) => work(),
};

/** Decimal text as whole pico-dollars: sums of these are exact. NULL counts nothing. */
export function pico(dollars: unknown): bigint {
  if (dollars === null || dollars === undefined) return 0n;
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(dollars)) ?? [];
  return BigInt(`${sign}${whole}${fraction.padEnd(12, '0')}`);
}

export function summed(rows: readonly Row[], key: string): number {
  return rows.reduce((sum, row) => sum + Number(row[key] ?? 0), 0);
}
