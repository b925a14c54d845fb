import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { beginsWith } from './digest.ts';

/** A log that was read before: where it stood, and what its content was. */
export type Remembered = {
  readonly id: number;
  /** As reports name it. */
  readonly name: string;
  /** Absolute; '' for what came through a pipe. */
  readonly path: string;
  /** Of the file as it lay on the disk: inode, bytes, and nanoseconds since 1970 of its last change. */
  readonly inode: string;
  readonly size: string;
  readonly modified: string;
  readonly firstLine: string;
  /** Digests of the `bytes` that were read, uncompressed; what a torn last line holds is not among them. */
  readonly digest: string;
  readonly bytes: number;
  /** One JSON object a line, nothing rescued: what is appended can be read by itself. */
  readonly isPlain: boolean;
  /** The settings that it was read with, as JSON. */
  readonly settings: string;
  /** False when another log has taken its place: its spans stay. */
  readonly isPresent: boolean;
};

/** What the file system says of a file, in text: inodes and nanoseconds are beyond 2^53. */
export type Stamp = Pick<Remembered, 'inode' | 'size' | 'modified'>;

/** Undefined where there is no ordinary file. */
export function stampOf(path: string): Stamp | undefined {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (stat?.isFile() !== true) return undefined;
  return { inode: String(stat.ino), size: String(stat.size), modified: String(stat.mtimeNs) };
}

export function isSameStamp(one: Stamp, other: Stamp): boolean {
  return one.inode === other.inode && one.size === other.size && one.modified === other.modified;
}

/** Does an uncompressed file begin with everything that was read of this log? */
export function continues(path: string, log: Remembered): Promise<boolean> {
  return beginsWith(path, log, isGrown(path, log) ? 'few' : 'all');
}

/** The very file, longer than it was: only its end is new, unless somebody edits and appends at once. */
function isGrown(path: string, log: Remembered): boolean {
  const stamp = stampOf(path);
  return stamp !== undefined && stamp.inode === log.inode && BigInt(stamp.size) > BigInt(log.size);
}

const newline = 10;

/** Can what stands behind `at` be read by itself: does a line end there? */
export function isLineBoundary(path: string, at: number): boolean {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(3);
    const start = Math.max(0, at - 1);
    const read = bytes.subarray(0, readSync(file, bytes, 0, at === 0 ? 2 : 3, start));
    const [before, ...behind] = at === 0 ? [newline, ...read] : [...read];
    const ends = [String(newline), `13,${newline}`];
    return before === newline || ends.some((end) => behind.join().startsWith(end));
  } finally {
    closeSync(file);
  }
}
