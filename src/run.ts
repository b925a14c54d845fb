import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Analysis, Own } from './analyses/analysis.ts';
import type { Invocation } from './cli.ts';
import { type ExitCode, exitCode, UserError } from './error.ts';
import type { Io } from './io.ts';
import { privateFolder } from './leftovers.ts';
import { type Prepared, prepare } from './prepare.ts';
import { publish } from './publish.ts';
import type { Report } from './report/report.ts';
import { readConfig } from './request/config.ts';
import { verdictFormats } from './request/options.ts';
import { parseRequest, type Request } from './request/request.ts';
import { parseOptions } from './request/settings.ts';
import { Store } from './store/store.ts';
import { whyNothing } from './store/unpicked.ts';
import type { Surroundings } from './surroundings.ts';
import { resolveWindow } from './time/window.ts';

/** One invocation: what is asked → the logs in a database → an answer → text. Gives back the exit code. */
export async function run(
  { analysis, positionals, options, common, inputs }: Invocation,
  io: Io,
): Promise<ExitCode> {
  const own = { positionals, options: parseOptions(analysis.options, options) };
  const request = placed(parseRequest({ common, inputs }, io.env, await readConfig(io)), io.cwd);
  checkFormat(analysis, request);
  const workspace = privateFolder(tmpdir(), io);
  const engine = settings(request, workspace);
  const store = Store.open(engine);
  const interruption = interruptible(store, io, workspace);
  try {
    const { report, ending } = await reportOf(analysis, request, own, { store, io, workspace, engine });
    await publish(report, request, io);
    return ending ?? outcome(report, request);
  } catch (error) {
    if (interruption.happened) return exitCode.interrupted;
    throw error;
  } finally {
    await store.end();
    // A database in memory goes with the process, which is far faster than to take it apart.
    await (request.db === undefined ? io.tidy(() => store.close()) : store.close());
    rmSync(workspace, { recursive: true, force: true });
  }
}

async function reportOf(
  analysis: Analysis,
  request: Request,
  own: Own,
  around: Omit<Surroundings, 'isRebuilt'>,
): Promise<{ readonly report: Report; readonly ending: ExitCode | undefined }> {
  const { store } = around;
  const isRebuilt = analysis.rebuilds?.(own) === true;
  const accepted = analysis.acceptsRejected === true ? { ...request, maxRejected: 1 } : request;
  const prepared = analysis.readsLog(own)
    ? await prepare(
        accepted,
        await analysis.needs(own, request, store),
        { ...around, isRebuilt },
        analysis.sides?.(own),
      )
    : nothing(request);
  const {
    meta,
    notes,
    exitCode: ending,
    ...answer
  } = await analysis.answer(store, request, own, prepared.scope);
  const isEmpty = analysis.readsLog(own) && answer.sections[0].rows.length === 0;
  const report = {
    command: analysis.name,
    meta: { ...prepared.meta, ...meta },
    notes: [...prepared.notes, ...notes, ...(isEmpty ? await whyNothing(store) : [])],
    headline: prepared.headline,
    ...answer,
  };
  return { report, ending };
}

/** Files that are named are looked for in the folder that the invocation works in. */
function placed(request: Request, folder: string): Request {
  return {
    ...request,
    folder,
    db: request.db === undefined ? undefined : { ...request.db, path: path.resolve(folder, request.db.path) },
    prices: request.prices.map((source) => ('file' in source ? { ...source, folder } : source)),
  };
}

/** Formats of verdicts are for commands that judge. */
function checkFormat({ name, formats = [] }: Analysis, { format }: Request): void {
  if (verdictFormats.some((one) => one === format) && !formats.includes(format))
    throw new UserError(
      `--format: ${format}: llmtrace ${name} has no verdicts to print so (llmtrace check has)`,
    );
}

/** What every report says, of a command that reads no log. */
function nothing({ tz, weekStart, window: { now, ...spec } }: Request): Prepared {
  const clock = { now: typeof now === 'number' ? now : Date.now(), tz, weekStart };
  return { meta: { tz }, notes: [], scope: { clock, window: resolveWindow(spec, clock) } };
}

/** Spills into our own folder, never into the one we are called in. */
function settings({ memory, threads }: Request, workspace: string): Record<string, string> {
  return {
    temp_directory: path.join(workspace, 'spill'),
    autoload_known_extensions: 'false',
    autoinstall_known_extensions: 'false',
    ...(memory === undefined ? {} : { memory_limit: memory }),
    ...(threads === undefined ? {} : { threads: String(threads) }),
  };
}

/** Ctrl-C makes the running query fail within milliseconds and leaves nothing behind; what then ends, ends as interrupted. */
function interruptible(store: Store, io: Io, workspace: string): { readonly happened: boolean } {
  const interruption = { happened: false };
  io.onInterrupt(() => {
    interruption.happened = true;
    store.interrupt();
    rmSync(workspace, { recursive: true, force: true });
  });
  return interruption;
}

function outcome(report: Report, request: Request): ExitCode {
  return request.strictPrices && Number(report.meta['unpriced_calls']) > 0
    ? exitCode.unpriced
    : exitCode.done;
}
