import { closeSync, openSync, readSync } from 'node:fs';
import { setImmediate as breath } from 'node:timers/promises';
import { isObject } from './attributes.ts';

type Json = Readonly<Record<string, unknown>>;

const pieceSize = 4 << 20;
const [newline, quote, backslash, colon] = [10, 34, 92, 58];
const [openBrace, closeBrace, openBracket, closeBracket] = [123, 125, 91, 93];
/** Objects in objects, this deep: what is deeper, or in a list, is no attribute. */
const deepest = 4;

/**
 * Two records that together have every key of the files, at any depth that counts: one with what is an object anywhere, the
 * other with what is not. The values of keys are texts without meaning. Only a line whose keys are others than those of all
 * lines before is parsed, which makes this a tenth of the work of parsing.
 */
export function keysOf(paths: readonly string[]): Json[] {
  const [objects, scalars] = [bare(), bare()];
  const seen = new Set<number>();
  for (const path of paths)
    for (const lines of pieces(path)) eachLine(lines, seen, (line) => merge(parsed(line), objects, scalars));
  return [objects, scalars];
}

/** The same for lines that are at hand. */
export function keysIn(lines: readonly Buffer[]): Json[] {
  const [objects, scalars] = [bare(), bare()];
  const seen = new Set<number>();
  for (const some of lines) eachLine(some, seen, (line) => merge(parsed(line), objects, scalars));
  return [objects, scalars];
}

/**
 * As `keysOf`, of files of which `known` records have some keys: calls `found` at the first other key, and gives back nothing
 * when there is none. Lets others work between pieces of a file.
 */
export async function furtherKeys(
  paths: readonly string[],
  known: readonly Json[],
  { found, signal }: { readonly found: () => void; readonly signal: AbortSignal },
): Promise<Json[]> {
  const [objects, scalars] = [bare(), bare()];
  for (const record of known) merge(record, objects, scalars);
  const seen = new Set<number>();
  let isFurther = false;
  for (const path of paths) {
    for (const lines of pieces(path)) {
      eachLine(lines, seen, (line) => {
        if (!merge(parsed(line), objects, scalars) || isFurther) return;
        isFurther = true;
        found();
      });
      await breath(undefined, { signal });
    }
  }
  return isFurther ? [objects, scalars] : [];
}

/** Without a prototype: `__proto__` is a key like others. */
const bare = (): Record<string, unknown> => Object.create(null) as Record<string, unknown>;

/** What is an object in one record and a text in another is looked into. Did the record have a key that no other had? */
function merge(record: unknown, objects: Record<string, unknown>, scalars: Record<string, unknown>): boolean {
  let isNew = false;
  if (!isObject(record)) return isNew;
  for (const [key, value] of Object.entries(record)) {
    const known = objects[key];
    if (isObject(value)) {
      const inner = isObject(known) ? (known as Record<string, unknown>) : bare();
      isNew = !isObject(known) || isNew;
      objects[key] = inner;
      isNew = merge(value, inner, inner) || isNew;
    } else if (objects !== scalars || !isObject(known)) {
      isNew = scalars[key] === undefined || isNew;
      scalars[key] = 'text';
    }
  }
  return isNew;
}

function parsed(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The whole lines of a file, piece by piece. */
function* pieces(path: string): Generator<Buffer> {
  const file = openSync(path, 'r');
  try {
    let held = Buffer.alloc(0);
    const piece = Buffer.allocUnsafe(pieceSize);
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) {
      const bytes =
        held.length > 0 ? Buffer.concat([held, piece.subarray(0, read)]) : piece.subarray(0, read);
      const end = bytes.lastIndexOf(newline) + 1;
      yield bytes.subarray(0, end);
      held = Buffer.from(bytes.subarray(end));
    }
    yield held;
  } finally {
    closeSync(file);
  }
}

/** Calls `take` with each line whose sequence of keys was not seen before. */
function eachLine(bytes: Buffer, seen: Set<number>, take: (line: Buffer) => void): void {
  for (let at = 0; at < bytes.length; ) {
    const found = bytes.indexOf(newline, at);
    const end = found < 0 ? bytes.length : found;
    const shape = shapeOf(bytes, at, end);
    if (!seen.has(shape)) {
      seen.add(shape);
      take(bytes.subarray(at, end));
    }
    at = end + 1;
  }
}

/** A hash of 53 bits of the keys of a line, in order, with the objects that they are in; lists count as nothing. */
function shapeOf(bytes: Buffer, start: number, end: number): number {
  const shape = new Shape();
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte === quote) {
      const close = closingQuote(bytes, at + 1, end);
      if (shape.isOpen && isColonAfter(bytes, close + 1, end)) shape.take(bytes, at, close);
      at = close;
    } else if (byte >= openBracket) shape.bracket(byte);
  }
  return shape.value;
}

class Shape {
  #low = 0;
  #high = 7;
  #depth = 0;
  #lists = 0;

  get isOpen(): boolean {
    return this.#lists === 0 && this.#depth <= deepest;
  }

  get value(): number {
    return (this.#high >>> 11) * 2 ** 32 + (this.#low >>> 0);
  }

  take(bytes: Buffer, start: number, end: number): void {
    for (let at = start; at < end; at += 1) this.#mix(bytes[at] as number);
  }

  bracket(byte: number): void {
    if (byte === openBracket) this.#lists += 1;
    else if (byte === closeBracket) this.#lists -= 1;
    else if (byte === openBrace || byte === closeBrace) {
      this.#depth += byte === openBrace ? 1 : -1;
      if (this.isOpen) this.#mix(byte);
    }
  }

  #mix(byte: number): void {
    this.#low = (Math.imul(this.#low, 31) + byte) | 0;
    this.#high = (Math.imul(this.#high, 37) + byte) | 0;
  }
}

function isColonAfter(bytes: Buffer, from: number, end: number): boolean {
  let at = from;
  while (at < end && (bytes[at] === 32 || bytes[at] === 9)) at += 1;
  return bytes[at] === colon;
}

/** Where the text that begins at `from` ends; the end of the line when it does not. */
function closingQuote(bytes: Buffer, from: number, end: number): number {
  for (let at = bytes.indexOf(quote, from); at >= 0 && at < end; at = bytes.indexOf(quote, at + 1)) {
    let slashes = 0;
    while (bytes[at - 1 - slashes] === backslash) slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return end;
}
