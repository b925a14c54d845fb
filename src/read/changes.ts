import { digestOf, firstLineDigest } from './digest.ts';
import type { Input } from './findInputs.ts';
import type { ReadableFile } from './readInputs.ts';
import {
  continues,
  isLineBoundary,
  isSameStamp,
  type Remembered,
  type Stamp,
  stampOf,
} from './remembered.ts';
import { tornBytes } from './tornTail.ts';

/** What became of a log since it was read, and what of it there is to read. */
export type Change = {
  readonly file: ReadableFile;
  readonly path: string;
  readonly stamp: Stamp;
  readonly firstLine: string;
  /** The bytes that count: all but a torn last line. */
  readonly end: number;
  /** Bytes before this are read already. */
  readonly start: number;
  /** The log that it is, or that it goes on from. */
  readonly log?: Remembered | undefined;
  /** The log that stood at its path, and whose content it does not hold. */
  readonly instead?: Remembered | undefined;
  /** Reads nothing: the content is known, and only its place or its time is new. */
  readonly isKnown: boolean;
};

export type Changes = {
  /** Logs that nothing happened to, by the names they have now. */
  readonly unchanged: readonly { readonly name: string; readonly log: Remembered }[];
  readonly changed: readonly Change[];
};

type Looking = {
  readonly remembered: readonly Remembered[];
  readonly settings: string;
  readonly read: (input: Input) => Promise<ReadableFile>;
};

/**
 * Compares inputs with what is remembered. A log is known by its content, wherever it lies now: renamed, copied before it was
 * cut short, compressed. A file whose inode, size and time are as they were is not opened.
 */
export async function changesOf(inputs: readonly Input[], looking: Looking): Promise<Changes> {
  const unchanged: Changes['unchanged'][number][] = [];
  const looked: Looked[] = [];
  const claimed = new Set<Remembered>();
  for (const input of inputs) {
    const log = at(input.path, looking.remembered);
    const stamp = input.kind === 'file' ? stampOf(input.path) : undefined;
    if (
      log !== undefined &&
      stamp !== undefined &&
      isSameStamp(stamp, log) &&
      log.settings === looking.settings
    ) {
      unchanged.push({ name: input.name, log });
      claimed.add(log);
    } else looked.push(await look(input, stamp, log, looking));
  }
  for (const { log, isContinued } of looked) if (log !== undefined && isContinued) claimed.add(log);
  const changed: Change[] = [];
  for (const one of looked)
    changed.push(change(one, await moved(one, looking.remembered, claimed), looking.settings));
  return { unchanged, changed };
}

const at = (path: string, remembered: readonly Remembered[]) =>
  path === '' ? undefined : remembered.find((log) => log.isPresent && log.path === path);

type Looked = {
  readonly file: ReadableFile;
  readonly path: string;
  readonly stamp: Stamp;
  readonly firstLine: string;
  readonly end: number;
  readonly log: Remembered | undefined;
  readonly isContinued: boolean;
};

const noStamp: Stamp = { inode: '', size: '', modified: '' };

async function look(
  input: Input,
  stamp: Stamp | undefined,
  log: Remembered | undefined,
  { read }: Looking,
): Promise<Looked> {
  const file = await read(input);
  const end = file.sniffed.size - (isPlainText(file) ? tornBytes(file.path, file.sniffed.size) : 0);
  const isContinued = log !== undefined && log.bytes <= end && (await continues(file.path, log));
  return {
    ...{ file, path: input.kind === 'file' ? input.path : '', stamp: stamp ?? noStamp, end },
    ...{ firstLine: firstLineDigest(file.path), log, isContinued },
  };
}

/** The log whose content this file holds although it stood elsewhere, and does so no longer. */
async function moved(
  { file, firstLine, end, isContinued }: Looked,
  remembered: readonly Remembered[],
  claimed: Set<Remembered>,
): Promise<Remembered | undefined> {
  if (isContinued) return undefined;
  const candidates = remembered
    .filter((log) => log.firstLine === firstLine && log.bytes > 0 && log.bytes <= end && !claimed.has(log))
    .sort((one, other) => other.bytes - one.bytes);
  for (const log of candidates) {
    if ((await isHeld(log)) || !(await continues(file.path, log))) continue;
    claimed.add(log);
    return log;
  }
  return undefined;
}

/** Does the log still stand where it stood? A compressed one that was touched is taken not to. */
async function isHeld(log: Remembered): Promise<boolean> {
  const stamp = log.path === '' || !log.isPresent ? undefined : stampOf(log.path);
  return stamp !== undefined && (isSameStamp(stamp, log) || (await continues(log.path, log)));
}

function change(looked: Looked, from: Remembered | undefined, settings: string): Change {
  const { file, path, stamp, firstLine, end, isContinued } = looked;
  const log = isContinued ? looked.log : from;
  const place = { file, path, stamp, firstLine, end };
  const instead = looked.log !== log ? looked.log : undefined;
  if (log === undefined || log.settings !== settings)
    return { ...place, start: 0, log, instead, isKnown: false };
  if (end === log.bytes && file.sniffed.size === end)
    return { ...place, start: end, log, instead, isKnown: true };
  const isReadApart = log.isPlain && isPlainText(file) && isLineBoundary(file.path, log.bytes);
  return { ...place, start: isReadApart ? log.bytes : 0, log, instead, isKnown: false };
}

/** The digests of what there is of a log now; undefined where it has become shorter meanwhile. */
export async function digestNow(
  { file, end, log, start }: Change,
  signal: AbortSignal,
): Promise<string | undefined> {
  const known = log !== undefined && start > 0 ? log : { bytes: 0, digest: '' };
  return await digestOf(file.path, end, known, signal);
}

function isPlainText({ sniffed }: ReadableFile): boolean {
  return sniffed.encoding === 'utf8' && sniffed.shape === 'lines' && !sniffed.needsRescue;
}
