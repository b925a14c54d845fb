import { open } from 'node:fs/promises';

const pieceSize = 4 << 20;
const newline = 10;
/** Bytes that are looked at together. */
const gram = 4;
/** Of texts so short there are too many to be found quickly. */
const shortest = 8;

/** A line of a file: its number from 1, and its text without the end. */
export type NumberedLine = { readonly line: number; readonly bytes: Buffer };

/**
 * The lines of a plain file in which any of these texts stands, in order; undefined where a text is too short to be looked for
 * so. All texts are looked for at once (Wu and Manber, "A fast algorithm for multi-pattern searching", 1994): most bytes are never looked at.
 */
export async function linesWith(path: string, texts: readonly string[]): Promise<NumberedLine[] | undefined> {
  const sought = texts.map((text) => Buffer.from(text));
  if (sought.some(({ length }) => length < shortest)) return undefined;
  const search = searchFor(sought);
  const found: NumberedLine[] = [];
  let before = 0;
  for await (const lines of wholeLines(path)) {
    const { own, count } = linesIn(lines, search, before);
    found.push(...own);
    before += count;
  }
  return found;
}

/** Pieces of a file that end with a line; one that has no end in a piece makes the piece larger. */
async function* wholeLines(path: string): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    let piece = Buffer.allocUnsafe(pieceSize);
    let at = 0;
    for (;;) {
      const { bytesRead } = await file.read(piece, 0, piece.length, at);
      // A read may give less than there is.
      const isLast = bytesRead === 0 || at + bytesRead >= size;
      const end = isLast ? bytesRead : piece.lastIndexOf(newline, bytesRead - 1) + 1;
      if (end === 0 && !isLast) piece = Buffer.allocUnsafe(2 * piece.length);
      else yield piece.subarray(0, end);
      at += end;
      if (isLast) return;
    }
  } finally {
    await file.close();
  }
}

/** The lines that hold one of the texts, of a piece with so many lines `before` it; and how many lines it has. */
function linesIn(bytes: Buffer, search: Search, before: number) {
  const own: NumberedLine[] = [];
  let counted = { at: 0, count: 0 };
  for (let at = search(bytes, 0); at >= 0; ) {
    const start = bytes.lastIndexOf(newline, at) + 1;
    const next = bytes.indexOf(newline, at);
    const end = next < 0 ? bytes.length : next;
    counted = countTo(bytes, start, counted);
    own.push({ line: before + counted.count + 1, bytes: Buffer.from(bytes.subarray(start, end)) });
    at = search(bytes, end);
  }
  return { own, count: countTo(bytes, bytes.length, counted).count };
}

/** Counts the ends of lines on to a place. */
function countTo(bytes: Buffer, end: number, { at, count }: { readonly at: number; readonly count: number }) {
  let lines = count;
  for (
    let next = bytes.indexOf(newline, at);
    next >= 0 && next < end;
    next = bytes.indexOf(newline, next + 1)
  )
    lines += 1;
  return { at: end, count: lines };
}

/** Where, from a place on, the first of the texts stands; -1: nowhere. */
type Search = (bytes: Buffer, from: number) => number;

const hashed = (bytes: Uint8Array, at: number): number =>
  (Number(bytes[at]) ^
    (Number(bytes[at + 1]) << 4) ^
    (Number(bytes[at + 2]) << 7) ^
    (Number(bytes[at + 3]) << 10)) &
  0xffff;

function searchFor(sought: readonly Buffer[]): Search {
  const width = Math.min(...sought.map(({ length }) => length));
  const furthest = width - gram + 1;
  // How far the next place is at which bytes like these can be the end of a text's first `width` bytes.
  const shifts = new Uint16Array(0x10000).fill(Math.min(furthest, 0xffff));
  const ending = new Map<number, Buffer[]>();
  for (const text of sought) {
    for (let at = 0; at + gram <= width; at += 1) {
      const hash = hashed(text, at);
      shifts[hash] = Math.min(shifts[hash] ?? 0, width - gram - at);
    }
    const last = hashed(text, width - gram);
    ending.set(last, [...(ending.get(last) ?? []), text]);
  }
  return (bytes, from) => {
    for (let at = from + width - gram; at + gram <= bytes.length; ) {
      const hash = hashed(bytes, at);
      const shift = shifts[hash] ?? 0;
      const start = at + gram - width;
      if (shift === 0 && ending.get(hash)?.some((text) => stands(text, bytes, start))) return start;
      at += shift === 0 ? 1 : shift;
    }
    return -1;
  };
}

const stands = (text: Buffer, bytes: Buffer, at: number): boolean =>
  at + text.length <= bytes.length && text.compare(bytes, at, at + text.length) === 0;
