import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Dialect } from '../../dialects/dialect.ts';
import type { Change } from '../../read/changes.ts';
import { slice } from '../../read/digest.ts';
import { countLines } from '../../read/tornTail.ts';
import { type Planned, plan } from '../plan.ts';

/** What of a log is read, as a file of its own where that is not all of it. */
export type Part = {
  readonly planned: Planned;
  /** Of the log, before the part: counted when a line of it could not be read. */
  readonly linesBefore: () => number;
};

type Reading = {
  readonly dialects: readonly Dialect[];
  readonly workspace: string;
  /** Also what is read whole is read from a copy, because it grows meanwhile. */
  readonly isCut: boolean;
};

/** The whole log decides on its dialect; its new part alone is read. */
export function partOf(change: Change, { dialects, workspace, isCut }: Reading): Part {
  const planned = plan(change.file, dialects);
  if (change.start === 0 && !isCut) return { planned, linesBefore: () => 0 };
  const { sniffed } = change.file;
  const path = join(workspace, `${crypto.randomUUID()}.jsonl`);
  copy(change.file.path, path, change.start, sniffed.size);
  const file = { ...change.file, path, sniffed: { ...sniffed, size: sniffed.size - change.start } };
  return { planned: { ...planned, file }, linesBefore: () => countLines(change.file.path, change.start) };
}

function copy(from: string, to: string, start: number, end: number): void {
  const file = openSync(to, 'wx', 0o600);
  try {
    slice(from, start, end, (bytes) => void writeSync(file, bytes));
  } finally {
    closeSync(file);
  }
}

/** A log grew while it was read: how much of it was, cannot be told. */
export class Grown extends Error {}

export function checkSizes(parts: readonly Part[]): void {
  for (const { planned } of parts)
    if (statSync(planned.file.path).size !== planned.file.sniffed.size) throw new Grown(planned.file.name);
}
