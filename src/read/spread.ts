import { closeSync, openSync, readSync } from 'node:fs';

/** A plain file and its size in bytes. */
export type Sized = { readonly path: string; readonly bytes: number };

const pieces = 16;

/** Whole lines from sixteen places spread evenly over files, together at most `bytes`: what is first logged late is seen too. */
export function spreadLines(files: readonly Sized[], bytes: number): Buffer[] {
  const step = Math.max(1, Math.floor(files.length / pieces));
  const chosen = files.filter((_, place) => place % step === 0).slice(0, pieces);
  const each = Math.max(1, Math.floor(pieces / chosen.length));
  const size = Math.floor(bytes / (chosen.length * each));
  return chosen.flatMap((file) => linesOf(file, each, size));
}

function linesOf({ path, bytes }: Sized, places: number, size: number): Buffer[] {
  const file = openSync(path, 'r');
  try {
    return Array.from({ length: places }, (_, place) =>
      wholeLines(file, Math.floor((bytes * place) / places), size),
    );
  } finally {
    closeSync(file);
  }
}

const newline = 10;

/** The lines that begin and end within `size` bytes from `at`; of the first of a file the beginning counts as one. */
export function wholeLines(file: number, at: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  const read = bytes.subarray(0, readSync(file, bytes, 0, size, at));
  const start = at === 0 ? 0 : read.indexOf(newline) + 1;
  return read.subarray(start, Math.max(start, read.lastIndexOf(newline) + 1));
}
