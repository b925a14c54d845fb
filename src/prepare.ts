import { dialects } from './dialects/all.ts';
import type { Dialect } from './dialects/dialect.ts';
import { dialectOf } from './dialects/recognise.ts';
import { UserError } from './error.ts';
import type { Io } from './io.ts';
import { readInputs } from './read/readInputs.ts';
import type { Report, Row } from './report/report.ts';
import type { Request } from './request/request.ts';
import { accountFor } from './store/account.ts';
import { columnsNamedIn, neededColumns } from './store/columns.ts';
import { enrich } from './store/enrich.ts';
import { load } from './store/load.ts';
import { pick } from './store/pick.ts';
import { plan } from './store/plan.ts';
import { loadPrices } from './store/price.ts';
import { createSchema, fitThreads, settle } from './store/schema.ts';
import type { Store } from './store/store.ts';
import { didYouMean, nearest } from './suggest.ts';
import { resolveWindow, type Window } from './time/window.ts';
import { windowLine } from './time/windowLine.ts';

/** What is the same in every report from a log. */
export type Prepared = {
  readonly meta: Row;
  readonly notes: readonly string[];
  /** Of an answer that has none of its own. */
  readonly headline?: Report['headline'];
};

/** From the inputs to the table `span` and the view `picked`, with the columns that the command asks for. */
export async function prepare(
  store: Store,
  request: Request,
  asked: readonly string[],
  io: Io,
  workspace: string,
): Promise<Prepared> {
  const needed = neededColumns([
    ...asked,
    ...Object.keys(request.globs),
    ...request.where.flatMap(columnsNamedIn),
  ]);
  const readable = candidates(request.formatIn);
  await createSchema(store, request.assumeTz);
  const files = await readInputs({
    ...request,
    ...io,
    home: io.env['HOME'],
    logsOrigin: String(request.origins['logs']?.origin),
    workspace,
    isRecord: (value) => dialectOf(value, readable) !== undefined,
    hint: (text) => void io.stderr.write(`${text}\n`),
  });
  const planned = files.map((file) => plan(file, readable));
  await fitThreads(
    store,
    files.reduce((sum, { sniffed }) => sum + sniffed.size, 0),
    request.threads,
  );
  await load(
    { store, dialects: readable, wanted: { columns: needed, map: request.map }, workspace },
    planned,
  );
  const account = await accountFor(store, request.maxRejected);
  await enrich(store, needed, request.rollup);
  const prices = await loadPrices(store, { sources: request.prices });
  await settle(store, request);
  const window = await windowOf(store, request);
  await pick(store, { start: window.start, end: window.end, globs: request.globs, where: request.where });
  return {
    meta: { inputs: account.inputs, window, tz: request.tz, prices },
    notes: account.notes,
    headline: windowLine(window, request.tz),
  };
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

/** What the window comes to; `--now latest` is the instant after the newest record. */
async function windowOf(store: Store, request: Request): Promise<Window> {
  const { now = Date.now(), ...spec } = request.window;
  const [newest] =
    now === 'latest' ? await store.rows('SELECT epoch_ms(max(started_at)) AS started_at FROM record()') : [];
  const instant = now === 'latest' ? Number(newest?.['started_at'] ?? Date.now()) + 1 : now;
  return resolveWindow(spec, { now: instant, tz: request.tz, weekStart: request.weekStart });
}
