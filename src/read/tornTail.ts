import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { isRejected } from './record.ts';
import { RecordScanner } from './recordScanner.ts';

const firstLook = 64 << 10;
const newline = 10;

/**
 * Is the last line of this UTF-8 file cut off: without its end, and holding no record? Reads only the end of the file.
 * A line that merely lacks its newline, or that can be rescued, is not torn.
 */
export function tornTail(path: string): boolean {
  return tornBytes(path) > 0;
}

/** How many bytes at the end of the file (or of its first `size` bytes) are such a line; 0 when there is none. */
export function tornBytes(path: string, size?: number): number {
  const file = openSync(path, 'r');
  try {
    const line = lastLine(file, size ?? fstatSync(file).size);
    if (line.length === 0) return 0;
    const scanner = new RecordScanner();
    const items = [...scanner.push({ text: line.toString('utf8'), alterations: [] }), ...scanner.end()];
    const isTorn = items.length > 0 && items.every(isRejected) && items.some((item) => item.isTorn);
    return isTorn ? line.length : 0;
  } finally {
    closeSync(file);
  }
}

/** What stands behind the last newline; empty when that is nothing. */
function lastLine(file: number, size: number): Buffer {
  for (let length = Math.min(firstLook, size); ; length = Math.min(length * 8, size)) {
    const bytes = Buffer.allocUnsafe(length);
    const read = readSync(file, bytes, 0, length, size - length);
    const start = bytes.subarray(0, read).lastIndexOf(newline) + 1;
    if (start > 0 || length === size) return bytes.subarray(start, read);
  }
}

/** The number of lines of a file, or of its first `size` bytes; the last one counted also without its end. */
export function countLines(path: string, size = Number.POSITIVE_INFINITY): number {
  const file = openSync(path, 'r');
  const piece = Buffer.allocUnsafe(1 << 20);
  let [lines, last, left] = [0, newline, size];
  try {
    for (let read = readUpTo(file, piece, left); read > 0; read = readUpTo(file, piece, left)) {
      for (let at = piece.indexOf(newline); at >= 0 && at < read; at = piece.indexOf(newline, at + 1))
        lines += 1;
      last = piece[read - 1] ?? newline;
      left -= read;
    }
    return last === newline ? lines : lines + 1;
  } finally {
    closeSync(file);
  }
}

function readUpTo(file: number, piece: Buffer, most: number): number {
  return readSync(file, piece, 0, Math.min(piece.length, most), null);
}
