import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';

const pieceSize = 1 << 20;
const headSize = 64 << 10;
const newline = 10;

/** Calls `take` with the bytes of a file from `start` to `end`, in order. Gives false when the file ends before. */
function eachPiece(path: string, start: number, end: number, take: (bytes: Buffer) => void): boolean {
  const file = openSync(path, 'r');
  const piece = Buffer.allocUnsafe(Math.min(pieceSize, Math.max(1, end - start)));
  try {
    let at = start;
    while (at < end) {
      const read = readSync(file, piece, 0, Math.min(piece.length, end - at), at);
      if (read === 0) return false;
      take(piece.subarray(0, read));
      at += read;
    }
    return true;
  } finally {
    closeSync(file);
  }
}

/** The SHA-256 of the first `length` bytes of a file, and of the first `further` as well; undefined where it is shorter. */
export function prefixDigests(path: string, length: number, further = length): [string, string] | undefined {
  const hash = createHash('sha256');
  const update = (bytes: Buffer) => void hash.update(bytes);
  if (!eachPiece(path, 0, length, update)) return undefined;
  const first = hash.copy().digest('hex');
  return eachPiece(path, length, further, update) ? [first, hash.digest('hex')] : undefined;
}

/** The SHA-256 of a file's first line (of a long one: its beginning), by which logs are told apart at a glance. */
export function firstLineDigest(path: string): string {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.allocUnsafe(headSize);
    const bytes = head.subarray(0, readSync(file, head, 0, headSize, 0));
    const end = bytes.indexOf(newline);
    return createHash('sha256')
      .update(end < 0 ? bytes : bytes.subarray(0, end))
      .digest('hex');
  } finally {
    closeSync(file);
  }
}

/** The bytes of a file from `start` to `end`, as a stream would give them. */
export function slice(path: string, start: number, end: number, write: (bytes: Buffer) => void): void {
  eachPiece(path, start, end, write);
}
