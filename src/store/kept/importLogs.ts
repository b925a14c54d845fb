import type { Dialect } from '../../dialects/dialect.ts';
import type { Progress } from '../../progress.ts';
import { type Change, digestNow } from '../../read/changes.ts';
import type { PriceSource } from '../../request/config.ts';
import { accountFor } from '../account.ts';
import { asLanded, loggedColumns, neededColumns } from '../columns.ts';
import { type Loaded, load } from '../load.ts';
import priced from '../priced.sql';
import { countRecords } from '../settle.ts';
import type { Store } from '../store.ts';
import { arrivals, firstArrivals, keptSources } from './assign.ts';
import { gatherPool, haveMoved, nameArrived, settleFirst, settlePool, takeArrived } from './change.ts';
import { rememberedLogs } from './logs.ts';
import { checkSizes, Grown, type Part, partOf } from './part.ts';
import { isPricedOtherwise, priceArrived, writeFirstPrices, writePrices } from './prices.ts';
import { type Resolved, resolve } from './resolve.ts';
import { writeBeside, writeRows } from './write.ts';
import { type Told, writeLogs } from './writeLogs.ts';

export type Importing = {
  /** Has the file attached for writing. */
  readonly store: Store;
  readonly dialects: readonly Dialect[];
  readonly map: Readonly<Record<string, string>>;
  readonly workspace: string;
  /** Reads from copies, since a log grew while it was read in its place. */
  readonly isCut: boolean;
  /** A fraction of 1. */
  readonly maxRejected: number;
  readonly prices: readonly PriceSource[];
  /** What changes the meaning of records, as JSON. */
  readonly settings: string;
  /** The file is new and empty, and takes its name when it is complete: spans land in it at once. */
  readonly isDraft: boolean;
  /** Shows how far the reading is; undefined: nobody looks. */
  readonly progress: Progress | undefined;
};

/**
 * Brings the file up to date with changed logs, in one transaction: killed at any moment, it is as it was before. Throws
 * `Grown` when a log grew while it was read, and a UserError, and changes nothing, when more than a share
 * `maxRejected` of what is new cannot be read.
 */
export async function importChanges(
  importing: Importing,
  changes: readonly Change[],
): Promise<readonly Resolved[]> {
  const stopped = new AbortController();
  try {
    return await importWhile(importing, changes, digestsOf(changes, stopped.signal));
  } finally {
    stopped.abort();
  }
}

/** What the logs hold now is digested while the engine reads them. */
async function importWhile(
  importing: Importing,
  changes: readonly Change[],
  digesting: Promise<ReadonlyMap<Change, string>>,
): Promise<readonly Resolved[]> {
  digesting.catch(() => undefined);
  const { store } = importing;
  const parts = changes.filter(({ isKnown }) => !isKnown).map((change) => partOf(change, importing));
  const { sources, odd } = await read(importing, parts);
  checkSizes(parts);
  const kept = { logs: await rememberedLogs(store), sources: await keptSources(store) };
  const arrived = importing.isDraft
    ? firstArrivals(sources, changes)
    : arrivals(sources, changes, kept.sources);
  await nameArrived(store, arrived, kept);
  if (!importing.isDraft) await takeArrived(store, arrived);
  const resolved = await resolve(store, changes, arrived, kept);
  const keep = importing.isDraft ? keepAll : keepChanged;
  await keep(importing, resolved, async () =>
    tell(importing, { parts, odd, resolved, arrived, digests: await digesting }),
  );
  return resolved;
}

/** Everything that a new file is to hold has landed in it. Nobody sees the file before it is complete. */
async function keepAll(
  { store, prices }: Importing,
  _: readonly Resolved[],
  writeDown: () => Promise<void>,
): Promise<void> {
  await settleFirst(store);
  await store.run(priced);
  await priceArrived(store, prices);
  await transaction(store, async () => {
    await writeBeside(store);
    await writeFirstPrices(store);
    await writeDown();
  });
}

async function keepChanged(
  { store, prices }: Importing,
  resolved: readonly Resolved[],
  writeDown: () => Promise<void>,
): Promise<void> {
  const removed = resolved.flatMap((one) => one.removed);
  await gatherPool(store, removed);
  await settlePool(store);
  await store.run(priced);
  await priceArrived(store, prices);
  const isOtherwise = await isPricedOtherwise(store);
  await transaction(store, async () => {
    await writeRows(store, removed);
    await writePrices(store, { isOtherwise, haveLeft: removed.length > 0 || (await haveMoved(store)) });
    await writeDown();
  });
}

async function digestsOf(
  changes: readonly Change[],
  signal: AbortSignal,
): Promise<ReadonlyMap<Change, string>> {
  const digests = new Map<Change, string>();
  for (const change of changes) {
    const digest = await digestNow(change, signal);
    if (digest === undefined) throw new Grown(change.file.name);
    digests.set(change, digest);
  }
  return digests;
}

async function tell(
  { store, settings }: Importing,
  {
    parts,
    odd,
    ...told
  }: Pick<Told, 'resolved' | 'arrived' | 'digests'> & {
    readonly parts: readonly Part[];
    readonly odd: Loaded['odd'];
  },
): Promise<void> {
  const linesBefore = new Map(parts.map(({ planned, linesBefore }) => [planned.file.name, linesBefore]));
  const names = new Set(
    parts.filter(({ planned }) => odd.has(planned.file.path)).map(({ planned }) => planned.file.name),
  );
  await writeLogs(store, { ...told, odd: names, settings, linesBefore });
}

/** Lands everything that is new, with all columns. */
async function read(
  { store, dialects, map, workspace, maxRejected, isDraft, progress }: Importing,
  parts: readonly Part[],
): Promise<Loaded> {
  const columns = neededColumns([...loggedColumns, ...asLanded]);
  // What is made in passing stays in memory; `landed` is found in the file.
  if (isDraft) await store.run("SET search_path = 'memory,kept'");
  const wanted = isDraft ? { columns, map, into: 'kept.landed' as const } : { columns, map };
  const loaded = await load(
    { store, dialects, wanted, workspace, progress },
    parts.map(({ planned }) => planned),
  );
  await countRecords(store, dialects, loaded.hasForeign);
  await accountFor(store, maxRejected);
  return loaded;
}

async function transaction(store: Store, work: () => Promise<void>): Promise<void> {
  await store.run('BEGIN');
  try {
    await work();
  } catch (error) {
    await store.run('ROLLBACK');
    throw error;
  }
  await store.run('COMMIT');
}
