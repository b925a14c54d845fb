import type { Scope } from './analyses/analysis.ts';
import type { Dialect } from './dialects/dialect.ts';
import { dialectOf } from './dialects/recognise.ts';
import { openDatabase } from './importing.ts';
import type { Io } from './io.ts';
import { type Reading, readInputs } from './read/readInputs.ts';
import { readableDialects } from './readableDialects.ts';
import type { Report, Row } from './report/report.ts';
import type { Request } from './request/request.ts';
import { type AskedSides, askedSides, resolveSides } from './sides.ts';
import { type Account, accountFor } from './store/account.ts';
import { columnsNamedIn, neededColumns } from './store/columns.ts';
import { enrich } from './store/enrich.ts';
import type { DatabaseFile } from './store/kept/attach.ts';
import { keepImported } from './store/kept/imported.ts';
import pricedAtImport from './store/kept/priced.sql';
import { isPricedOtherwise } from './store/kept/prices.ts';
import { openQuestion } from './store/kept/question.ts';
import { load } from './store/load.ts';
import { pick } from './store/pick.ts';
import { type Planned, plan } from './store/plan.ts';
import { loadPrices, type PriceList } from './store/price.ts';
import { createSchema, fitThreads, settle } from './store/schema.ts';
import { settleRecords } from './store/settle.ts';
import type { Store } from './store/store.ts';
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

/** What a preparation works with, besides the request. */
export type Surroundings = {
  readonly store: Store;
  readonly io: Io;
  /** A private folder. */
  readonly workspace: string;
  /** Settings of the engine. */
  readonly engine: Readonly<Record<string, string>>;
  /** `import --rebuild` */
  readonly isRebuilt: boolean;
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
  await createSchema(store, request.assumeTz);
  // Files against files are read as they are.
  const { account, prices } =
    request.db === undefined || (asked !== undefined && asked.worlds.length > 1)
      ? await fromLogs(request, columns, surroundings, asked?.worlds ?? [request.inputs])
      : await fromDatabase({ ...request, db: request.db }, surroundings, asked === undefined);
  const scope = await scopeOf(store, request, asked);
  const { start, end } = scope.window;
  await pick(store, { start, end, globs: request.globs, where: request.where });
  return {
    meta: { inputs: account.inputs, ...windowMeta(scope), tz: request.tz, prices },
    notes: account.notes,
    headline: windowLine(scope.window, request.tz),
    scope,
  };
}

type Read = { readonly account: Account; readonly prices: PriceList };

async function fromLogs(
  request: Request,
  columns: readonly string[],
  surroundings: Surroundings,
  worlds: readonly (readonly string[])[],
): Promise<Read> {
  const { store, workspace } = surroundings;
  const needed = neededColumns([
    ...columns,
    ...Object.keys(request.globs),
    ...(request.followLinks ? ['links', 'trace_id'] : []),
    ...request.where.flatMap(columnsNamedIn),
  ]);
  const readable = readableDialects(request);
  const planned = await plannedFiles(request, worlds, readable, surroundings);
  await fitThreads(
    store,
    planned.reduce((sum, { file }) => sum + file.sniffed.size, 0),
    request.threads,
  );
  const { hasForeign } = await load(
    { store, dialects: readable, wanted: { columns: needed, map: request.map }, workspace },
    planned,
  );
  await settleRecords(store, readable, hasForeign);
  const account = await accountFor(store, request.maxRejected);
  await enrich(store, needed, request);
  const prices = await loadPrices(store, { sources: request.prices });
  await settle(store, request);
  return { account, prices };
}

/** Brings the file up to date first; what was refused at import does not count again. */
async function fromDatabase(
  request: Request & { readonly db: DatabaseFile },
  surroundings: Surroundings,
  /** Only the costs are asked for, not which price made each. */
  isCostEnough: boolean,
): Promise<Read> {
  const { store, io, engine, isRebuilt } = surroundings;
  const readable = readableDialects(request);
  const imported = await openDatabase(store, {
    ...{ file: request.db, request, reading: readingOf(request, readable, surroundings), dialects: readable },
    ...{ engine, isRebuilt, tell: (text) => void io.stderr.write(`${text}\n`) },
  });
  await keepImported(store, imported);
  const isAsKept = await openQuestion(store, request);
  const account = await accountFor(store, 1);
  const prices = await loadPrices(store, {
    sources: request.prices,
    keys: 'FROM kept.price_key ORDER BY ALL',
  });
  await settle(store, request);
  if (isCostEnough && isAsKept && request.pricesAsOf === undefined && !(await isPricedOtherwise(store)))
    await store.run(pricedAtImport);
  return { account, prices };
}

function readingOf(request: Request, readable: readonly Dialect[], { io, workspace }: Surroundings): Reading {
  return {
    ...request,
    ...io,
    home: io.env['HOME'],
    logsOrigin: String(request.origins['logs']?.origin),
    workspace,
    isRecord: (value) => dialectOf(value, readable) !== undefined,
    hint: (text) => void io.stderr.write(`${text}\n`),
  };
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
