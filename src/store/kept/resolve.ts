import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { listValue } from '@duckdb/node-api';
import type { Change } from '../../read/changes.ts';
import { firstLineDigest } from '../../read/digest.ts';
import { continues, type Remembered, stampOf } from '../../read/remembered.ts';
import type { Store } from '../store.ts';
import type { Arrival, KeptSource } from './assign.ts';
import successor from './successor.sql';

/** What a change means for the file. */
export type Resolved = {
  readonly change: Change;
  /** The log that it is from here on. */
  readonly log: number;
  readonly status: 'new' | 'appended' | 'replaced' | 'unchanged';
  /** Sources whose rows go. */
  readonly removed: readonly number[];
  /** The log that stood in its place, and whose spans stay although it is gone. */
  readonly retired: Remembered | undefined;
};

type Known = { readonly logs: readonly Remembered[]; readonly sources: readonly KeptSource[] };

/** Decides for each change which log of the file it is. */
export async function resolve(
  store: Store,
  changes: readonly Change[],
  arrived: readonly Arrival[],
  known: Known,
): Promise<Resolved[]> {
  const elsewhere = new Set(changes.flatMap(({ log }) => log ?? []));
  const sourcesOf = (log: Remembered) =>
    known.sources.flatMap((source) => (source.log === log.id ? source.id : []));
  let last = Math.max(0, ...known.logs.map(({ id }) => id));
  const resolved: Resolved[] = [];
  for (const change of changes) {
    const { log, instead } = change;
    const isGone = instead !== undefined && !elsewhere.has(instead);
    const now = arrived.flatMap((arrival) => (arrival.change === change ? arrival.id : []));
    const isEdited =
      log === undefined && isGone && !(await isSuccessor(store, change, instead, now, sourcesOf(instead)));
    const self = log ?? (isEdited ? instead : undefined);
    if (self === undefined) last += 1;
    const isReplaced = self !== undefined && !change.isKnown && change.start === 0;
    resolved.push({
      ...{ change, log: self?.id ?? last, removed: isReplaced ? sourcesOf(self) : [] },
      status: statusOf(change, self !== undefined, isReplaced),
      retired: isGone && !isEdited ? instead : undefined,
    });
  }
  return resolved;
}

function statusOf(change: Change, isOld: boolean, isReplaced: boolean): Resolved['status'] {
  if (!isOld) return 'new';
  if (change.isKnown) return 'unchanged';
  return isReplaced ? 'replaced' : 'appended';
}

/** Is what stands in a log's place now a new log, after the old one was rotated away? Else it is the old one, edited. */
async function isSuccessor(
  store: Store,
  change: Change,
  old: Remembered,
  now: readonly number[],
  before: readonly number[],
): Promise<boolean> {
  if (change.file.sniffed.size === 0 || (await isMovedAside(old))) return true;
  if (change.firstLine === old.firstLine) return false;
  const ids = (list: readonly number[]) => listValue(list.length > 0 ? [...list] : [0]);
  const [answer] = await store.rows(successor, { new: ids(now), old: ids(before) });
  return answer?.['is_successor'] === true;
}

/** Does a file beside it, whose name begins with its own (`app.log.1`), hold its content now? */
async function isMovedAside(log: Remembered): Promise<boolean> {
  const [folder, name] = [dirname(log.path), basename(log.path)];
  const siblings = readdirSync(folder).filter((other) => other !== name && other.startsWith(name));
  for (const sibling of siblings) if (await holds(join(folder, sibling), log)) return true;
  return false;
}

async function holds(path: string, log: Remembered): Promise<boolean> {
  const stamp = stampOf(path);
  return (
    stamp !== undefined &&
    log.bytes > 0 &&
    Number(stamp.size) >= log.bytes &&
    firstLineDigest(path) === log.firstLine &&
    (await continues(path, log))
  );
}
