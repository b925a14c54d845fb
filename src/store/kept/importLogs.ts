import type { Dialect } from '../../dialects/dialect.ts';
import type { Change } from '../../read/changes.ts';
import type { PriceSource } from '../../request/config.ts';
import { accountFor } from '../account.ts';
import { landableNames, loggedColumns, neededColumns } from '../columns.ts';
import { type Loaded, load } from '../load.ts';
import priced from '../priced.sql';
import { countRecords } from '../settle.ts';
import type { Store } from '../store.ts';
import { arrivals, keptSources } from './assign.ts';
import { gatherPool, prepareFresh, settlePool, takeArrived } from './change.ts';
import { rememberedLogs } from './logs.ts';
import { checkSizes, type Part, partOf } from './part.ts';
import { isPricedOtherwise, priceArrived, writePrices } from './prices.ts';
import { type Resolved, resolve } from './resolve.ts';
import { writeRows } from './write.ts';
import { writeLogs } from './writeLogs.ts';

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
  const { store, settings } = importing;
  const parts = changes.filter(({ isKnown }) => !isKnown).map((change) => partOf(change, importing));
  const { sources, odd } = await read(importing, parts);
  checkSizes(parts);
  const kept = { logs: await rememberedLogs(store), sources: await keptSources(store) };
  const arrived = arrivals(sources, changes, kept.sources);
  await takeArrived(store, arrived, kept);
  const resolved = await resolve(store, changes, arrived, kept);
  const removed = resolved.flatMap((one) => one.removed);
  const isFresh = kept.sources.length === 0;
  if (isFresh) await prepareFresh(store);
  else await gatherPool(store, removed);
  await settlePool(store, isFresh);
  await store.run(priced);
  await priceArrived(store, importing.prices);
  const isOtherwise = await isPricedOtherwise(store);
  const linesBefore = new Map(parts.map(({ planned, linesBefore }) => [planned.file.name, linesBefore()]));
  const names = new Set(
    parts.filter(({ planned }) => odd.has(planned.file.path)).map(({ planned }) => planned.file.name),
  );
  await transaction(store, async () => {
    await writeRows(store, removed);
    await writePrices(store, isOtherwise);
    await writeLogs(store, { resolved, arrived, odd: names, settings, linesBefore });
  });
  return resolved;
}

/** Lands everything that is new, with all columns. */
async function read(
  { store, dialects, map, workspace, maxRejected }: Importing,
  parts: readonly Part[],
): Promise<Loaded> {
  const columns = neededColumns([...loggedColumns, ...landableNames]);
  const loaded = await load(
    { store, dialects, wanted: { columns, map }, workspace },
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
