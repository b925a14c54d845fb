import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { setImmediate as breath } from 'node:timers/promises';

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

/** Bytes; the last block of a content may be shorter. */
const blockSize = 4 << 20;
/** Hexadecimal digits of a block's SHA-256: 64 bits tell what changed by itself from what did not. */
const digits = 16;
/** Looked at of a content that must have grown at its end, as logs do: its beginning, its end, and some between. */
const fewBlocks = 8;

/** The first `bytes` of a file, as the digests of their blocks, one behind the other. */
export type Content = { readonly bytes: number; readonly digest: string };

/**
 * The digests of the first `length` bytes of a file, of which `known` are known. Lets others work between blocks.
 * Undefined where the file is shorter.
 */
export async function digestOf(
  path: string,
  length: number,
  known: Content,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const whole = Math.floor(known.bytes / blockSize);
  const digests = [known.digest.slice(0, whole * digits)];
  for (let place = whole; place * blockSize < length; place += 1) {
    const digest = blockDigest(path, place, length);
    if (digest === undefined) return undefined;
    digests.push(digest);
    await breath(undefined, { signal });
  }
  return digests.join('');
}

/** Does a file begin with this content? `few`: some blocks are enough to tell. */
export async function beginsWith(
  path: string,
  { bytes, digest }: Content,
  extent: 'few' | 'all',
): Promise<boolean> {
  const places = spread(Math.ceil(bytes / blockSize), extent === 'few' ? fewBlocks : Infinity);
  for (const place of places) {
    if (blockDigest(path, place, bytes) !== digest.slice(place * digits, (place + 1) * digits)) return false;
    await breath();
  }
  return true;
}

/** At most `most` of the numbers below `count`, the first and the last among them. */
function spread(count: number, most: number): number[] {
  const taken = Math.min(count, most);
  const step = taken < 2 ? 0 : (count - 1) / (taken - 1);
  return Array.from({ length: taken }, (_, index) => Math.round(index * step));
}

function blockDigest(path: string, place: number, length: number): string | undefined {
  const hash = createHash('sha256');
  const [start, end] = [place * blockSize, Math.min((place + 1) * blockSize, length)];
  const isThere = eachPiece(path, start, end, (bytes) => void hash.update(bytes));
  return isThere ? hash.digest('hex').slice(0, digits) : undefined;
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
