import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Sample } from '../dialects/dialect.ts';
import { decoder } from './decoder.ts';
import { type Encoding, encodingOf } from './encoding.ts';
import { type Item, isLogged, isReadableBySql, type LoggedRecord } from './record.ts';
import { RecordScanner, type ScanOptions } from './recordScanner.ts';
import { wholeLines } from './spread.ts';

export type Sniffed = {
  readonly encoding: Encoding;
  /** `document`: an array, objects over several lines, or several on a line; `lines`: one a line. */
  readonly shape: 'lines' | 'document';
  /** Records of the head, and of big files some of the middle and the end, out of their envelopes and prefixes. */
  readonly sample: Sample;
  /** SQL cannot read the file as it stands: give it to `route` with `claimed: 0`. Single odd lines are no reason. */
  readonly needsRescue: boolean;
  readonly size: number;
};

/** How much of a file is looked at first, and how many records of its head are enough. */
type Look = { readonly bytes: number; readonly records: number };

const firstLook = 64 << 10;
const thorough: Look = { bytes: firstLook, records: 50 };
/** Of hundreds of files each tells little that the others do not. */
export const brief: Look = { bytes: 16 << 10, records: 8 };
const enoughElsewhere = 10;
const pieceSize = 256 << 10;
const big = 1 << 20;
/** So much is read for a first record (one long line, one big document), or so many lines that are none. */
const furthest = 260 << 20;
const mostRejected = 1000;

/** Looks into an uncompressed file: one open and one read for a small one. */
export function sniff(path: string, options: ScanOptions = {}, look: Look = thorough): Sniffed {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const { records, end, ...head } = readHead(file, size, options, look);
    const isPlain = head.encoding === 'utf8' && head.shape === 'lines' && size > big;
    const places = isPlain ? [Math.floor(size / 2), size - firstLook].filter((at) => at >= end) : [];
    const sampled = [...records, ...places.flatMap((at) => recordsAt(file, at, options))];
    return { ...head, sample: sampled.map(({ value }) => value), size };
  } finally {
    closeSync(file);
  }
}

type Head = Pick<Sniffed, 'encoding' | 'shape' | 'needsRescue'> & {
  readonly records: LoggedRecord[];
  /** Bytes that were read. */
  readonly end: number;
};

function readHead(file: number, size: number, options: ScanOptions, look: Look): Head {
  const first = pieceAt(file, 0, look.bytes, size);
  const encoding = encodingOf(first);
  const text = decoder(encoding);
  const scanner = new RecordScanner(options);
  let items: Item[] = [];
  let at = 0;
  for (let piece = first; piece.length > 0; ) {
    at += piece.length;
    for (const block of text.push(piece)) items = items.concat(scanner.push(block));
    if (isEnough(items, at, look)) break;
    piece = pieceAt(file, at, pieceSize, size);
  }
  const shape = scanner.isWithinDocument ? 'document' : 'lines';
  if (at >= size) items = items.concat(...text.end().map((block) => scanner.push(block)), scanner.end());
  const records = items.filter(isLogged).slice(0, look.records);
  const isDocument = shape === 'document' || scanner.isDocument;
  const needsRescue = encoding !== 'utf8' || isDocument || isMostlyAltered(records);
  return { encoding, shape: isDocument ? 'document' : 'lines', records, end: at, needsRescue };
}

/** No more memory than is read: of thousands of small pieces, fresh memory costs more than the reading. */
function pieceAt(file: number, at: number, bytes: number, size: number): Buffer {
  const piece = Buffer.allocUnsafe(Math.max(0, Math.min(bytes, size - at)));
  return piece.subarray(0, readSync(file, piece, 0, piece.length, at));
}

function isEnough(items: readonly Item[], read: number, look: Look): boolean {
  const records = items.filter(isLogged).length;
  if (records === 0) return read >= furthest || items.length >= mostRejected;
  return records >= look.records || read >= pieceSize;
}

function isMostlyAltered(records: readonly LoggedRecord[]): boolean {
  return records.filter((record) => !isReadableBySql(record)).length * 2 > records.length;
}

function recordsAt(file: number, at: number, options: ScanOptions): LoggedRecord[] {
  const text = wholeLines(file, at, firstLook).toString('utf8');
  const items = new RecordScanner(options).push({ text, alterations: [] });
  return items.filter(isLogged).slice(0, enoughElsewhere);
}
