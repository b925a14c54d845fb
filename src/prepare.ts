import type { Scope } from './analyses/analysis.ts';
import { dialects } from './dialects/all.ts';
import type { Dialect } from './dialects/dialect.ts';
import { flat, flatMapped } from './dialects/flat.ts';
import { dialectOf } from './dialects/recognise.ts';
import { UserError } from './error.ts';
import type { Io } from './io.ts';
import { readInputs } from './read/readInputs.ts';
import type { Report, Row } from './report/report.ts';
import type { Request } from './request/request.ts';
import { type AskedSides, askedSides, resolveSides } from './sides.ts';
import { accountFor } from './store/account.ts';
import { columnsNamedIn, neededColumns } from './store/columns.ts';
import { enrich } from './store/enrich.ts';
import { load } from './store/load.ts';
import { pick } from './store/pick.ts';
import { type Planned, plan } from './store/plan.ts';
import { loadPrices } from './store/price.ts';
import { createSchema, fitThreads, settle } from './store/schema.ts';
import type { Store } from './store/store.ts';
import { didYouMean, nearest } from './suggest.ts';
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
  store: Store,
  request: Request,
  columns: readonly string[],
  io: Io,
  workspace: string,
  sides?: readonly [string, string],
): Promise<Prepared> {
  const needed = neededColumns([
    ...columns,
    ...Object.keys(request.globs),
    ...(request.followLinks ? ['links', 'trace_id'] : []),
    ...request.where.flatMap(columnsNamedIn),
  ]);
  const asked = sides && askedSides(sides, request, io.cwd);
  const readable = candidates(request.formatIn).map((dialect) =>
    dialect === flat ? flatMapped(request.map) : dialect,
  );
  await createSchema(store, request.assumeTz);
  const planned = await plannedFiles(request, asked?.worlds ?? [request.inputs], readable, io, workspace);
  await fitThreads(
    store,
    planned.reduce((sum, { file }) => sum + file.sniffed.size, 0),
    request.threads,
  );
  await load(
    { store, dialects: readable, wanted: { columns: needed, map: request.map }, workspace },
    planned,
  );
  const account = await accountFor(store, request.maxRejected);
  await enrich(store, needed, request);
  const prices = await loadPrices(store, { sources: request.prices });
  await settle(store, request);
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

/** The files of every world, sniffed. */
async function plannedFiles(
  request: Request,
  worlds: readonly (readonly string[])[],
  readable: readonly Dialect[],
  io: Io,
  workspace: string,
): Promise<Planned[]> {
  const planned: Planned[] = [];
  for (const [index, inputs] of worlds.entries()) {
    const files = await readInputs({
      ...request,
      ...io,
      inputs,
      home: io.env['HOME'],
      logsOrigin: String(request.origins['logs']?.origin),
      workspace,
      isRecord: (value) => dialectOf(value, readable) !== undefined,
      hint: (text) => void io.stderr.write(`${text}\n`),
      taken: new Set(planned.map(({ file }) => file.path)),
    });
    planned.push(...files.map((file) => plan(file, readable, index + 1)));
  }
  return planned;
}

/** The dialects that may read a record: all, or the one that was named. */
function candidates(name: string | undefined): readonly Dialect[] {
  if (name === undefined) return dialects;
  const named = dialects.filter((dialect) => dialect.name === name);
  if (named.length > 0) return named;
  const names = dialects.map((dialect) => dialect.name);
  throw new UserError(
    `--format-in: ${name}: no such dialect${didYouMean(nearest(name, names))}\n  dialects: ${names.join(' ')}`,
  );
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
