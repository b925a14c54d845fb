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
  const file = openSync(path, 'r');
  try {
    const line = lastLine(file, fstatSync(file).size);
    if (line === '') return false;
    const scanner = new RecordScanner();
    const items = [...scanner.push({ text: line, alterations: [] }), ...scanner.end()];
    return items.length > 0 && items.every(isRejected) && items.some(({ isTorn }) => isTorn);
  } finally {
    closeSync(file);
  }
}

/** What stands behind the last newline; '' when that is nothing. */
function lastLine(file: number, size: number): string {
  for (let length = Math.min(firstLook, size); ; length = Math.min(length * 8, size)) {
    const bytes = Buffer.allocUnsafe(length);
    const read = readSync(file, bytes, 0, length, size - length);
    const start = bytes.subarray(0, read).lastIndexOf(newline) + 1;
    if (start > 0 || length === size) return bytes.toString('utf8', start, read);
  }
}

/** The number of lines of a file, the last one counted also without its end. */
export function countLines(path: string): number {
  const file = openSync(path, 'r');
  const piece = Buffer.allocUnsafe(1 << 20);
  let lines = 0;
  let last = newline;
  try {
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) {
      for (let at = piece.indexOf(newline); at >= 0 && at < read; at = piece.indexOf(newline, at + 1))
        lines += 1;
      last = piece[read - 1] ?? newline;
    }
    return last === newline ? lines : lines + 1;
  } finally {
    closeSync(file);
  }
}
