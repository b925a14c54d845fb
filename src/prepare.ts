import type { Scope } from './analyses/analysis.ts';
import type { Dialect } from './dialects/dialect.ts';
import { loadCatalogue } from './prices/catalogue.ts';
import { progressOn } from './progress.ts';
import { readInputs } from './read/readInputs.ts';
import { readableDialects } from './readableDialects.ts';
import type { Report, Row } from './report/report.ts';
import type { Request } from './request/request.ts';
import { type AskedSides, askedSides, resolveSides } from './sides.ts';
import { type Account, accountFor } from './store/account.ts';
import { columnsNamedIn, neededColumns } from './store/columns.ts';
import { enrich } from './store/enrich.ts';
import { attributesOf, type LateAttributes } from './store/lateAttributes.ts';
import { load } from './store/load.ts';
import { pick } from './store/pick.ts';
import { type Planned, plan } from './store/plan.ts';
import { loadPrices, type PriceList } from './store/price.ts';
import { createSchema, fitThreads, settle } from './store/schema.ts';
import { settleRecords } from './store/settle.ts';
import type { Store } from './store/store.ts';
import { readingOf, type Surroundings } from './surroundings.ts';
import { around } from './time/around.ts';
import { type Clock, resolveWindow } from './time/window.ts';
import { windowLine } from './time/windowLine.ts';

/** What is the same in every report from a log. */
export type Prepared = {
  readonly meta: Row;
  readonly notes: readonly string[];
  /** Of an answer that has none of its own. */
  readonly headline?: Report['headline'];
  readonly scope: Scope;
};

/**
 * From the inputs to the table `span` and the view `picked`, with the columns that the command asks for; `sides` are the
 * words for the two sides of a comparison.
 */
export async function prepare(
  request: Request,
  columns: readonly string[],
  surroundings: Surroundings,
  sides?: readonly [string, string],
): Promise<Prepared> {
  const { store, io } = surroundings;
  const asked = sides && askedSides(sides, request, io.cwd);
  // Files against files are read as they are.
  const { account, prices, lateAttributes } =
    request.db === undefined || (asked !== undefined && asked.worlds.length > 1)
      ? await fromLogs(request, columns, surroundings, asked?.worlds ?? [request.inputs])
      : await (await import('./fromDatabase.ts')).fromDatabase(
          { ...request, db: request.db },
          neededBy(request, columns),
          surroundings,
          asked === undefined,
        );
  const scope = await scopeOf(store, request, asked);
  const { start, end } = scope.window;
  await pick(store, { start, end, globs: request.globs, where: request.where });
  return {
    meta: { inputs: account.inputs, ...windowMeta(scope), tz: request.tz, prices },
    notes: account.notes,
    headline: windowLine(scope.window, request.tz),
    scope: { ...scope, lateAttributes },
  };
}

/** What was read, and the prices that it meets. */
export type Read = {
  readonly account: Account;
  readonly prices: PriceList;
  readonly lateAttributes?: LateAttributes | undefined;
};

async function fromLogs(
  request: Request,
  columns: readonly string[],
  surroundings: Surroundings,
  worlds: readonly (readonly string[])[],
): Promise<Read> {
  const { store, workspace } = surroundings;
  const asked = neededBy(request, columns);
  const readable = readableDialects(request);
  const [, planned] = await Promise.all([
    createSchema(store, request.assumeTz),
    plannedFiles(request, worlds, readable, surroundings),
  ]);
  const bytes = planned.reduce((sum, { file }) => sum + file.sniffed.size, 0);
  await fitThreads(store, bytes, request.threads);
  const { needed, isLate } = withoutLate(asked, bytes);
  const wanted = { columns: needed, map: request.map };
  const progress = progressOn(surroundings.io.stderr, request.quiet);
  // The price list can be read while the engine reads the logs.
  const [{ hasForeign }] = await Promise.all([
    load({ store, dialects: readable, wanted, workspace, progress }, planned),
    loadCatalogue(),
  ]);
  await settleRecords(store, readable, hasForeign);
  const account = await accountFor(store, request.maxRejected);
  await enrich(store, needed, request);
  const prices = await loadPrices(store, { sources: request.prices });
  await settle(store, request);
  const lateAttributes = () => attributesOf(store, { ...request, ...surroundings, dialects: readable });
  return { account, prices, lateAttributes: isLate ? lateAttributes : undefined };
}

/** Of a log of more bytes, few attributes are looked up late rather than all landed. */
const largeLog = 64 * 1024 * 1024;

/** The columns to land, and whether attributes are left for later. */
function withoutLate(asked: ReadonlySet<string>, bytes: number) {
  const isLate = asked.has('late_attributes') && !asked.has('attributes') && bytes > largeLog;
  return {
    needed: asked.has('late_attributes') && !isLate ? new Set([...asked, 'attributes']) : asked,
    isLate,
  };
}

function neededBy(request: Request, columns: readonly string[]): Set<string> {
  // A linked trace takes another's id: its key has to be made of that.
  const own = request.followLinks ? columns.filter((column) => column !== 'trace_key') : columns;
  return neededColumns([
    ...own,
    ...Object.keys(request.globs),
    ...(request.followLinks ? ['links', 'trace_id'] : []),
    ...request.where.flatMap(columnsNamedIn),
  ]);
}

/** The files of every world, sniffed. */
async function plannedFiles(
  request: Request,
  worlds: readonly (readonly string[])[],
  readable: readonly Dialect[],
  surroundings: Surroundings,
): Promise<Planned[]> {
  const planned: Planned[] = [];
  for (const [index, inputs] of worlds.entries()) {
    const files = await readInputs({
      ...readingOf(request, readable, surroundings),
      inputs,
      taken: new Set(planned.map(({ file }) => file.path)),
    });
    planned.push(...files.map((file) => plan(file, readable, index + 1)));
  }
  return planned;
}

/** What the window, or each side of a comparison, comes to; `--now latest` is the instant after the newest record. */
async function scopeOf(store: Store, request: Request, asked: AskedSides | undefined): Promise<Scope> {
  const { now = Date.now(), ...spec } = request.window;
  const [newest] =
    now === 'latest' ? await store.rows('SELECT epoch_ms(max(started_at)) AS started_at FROM record()') : [];
  const instant = now === 'latest' ? Number(newest?.['started_at'] ?? Date.now()) + 1 : now;
  const clock: Clock = { now: instant, tz: request.tz, weekStart: request.weekStart };
  if (asked === undefined) return { clock, window: resolveWindow(spec, clock) };
  const sides = resolveSides(asked, spec, clock);
  return { clock, window: around(sides.before.window, sides.after.window), sides };
}

function windowMeta({ window, sides }: Scope): Row {
  if (sides === undefined) return { window };
  return { windows: { before: sides.before.window, after: sides.after.window } };
}
