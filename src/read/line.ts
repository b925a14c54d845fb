import { payloadsOf, timeMember, withTime } from './envelope.ts';
import { isStreamFrame } from './eventStream.ts';
import { listedRecords } from './listedRecords.ts';
import { mend, oneLine, withoutLoneSurrogates } from './mend.ts';
import { isPunctuation, type Pieces, piecesOf } from './pieces.ts';
import { isTableFrame, withoutCopyEscapes } from './psql.ts';
import type { Alteration } from './record.ts';

export type Found = {
  readonly text: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly alterations: readonly Alteration[];
};

/** Why something is no record. */
export type Refused = {
  readonly reason: string;
  /** It is JSON, but no object. */
  readonly isJson?: boolean;
  /** It is a line of text in which no JSON starts. */
  readonly isText?: boolean;
};

export type LineContent = {
  readonly parts: readonly (Found | Refused)[];
  /** An object starts there and does not end on this line. */
  readonly openAt?: number | undefined;
};

export type IsRecord = (value: Readonly<Record<string, unknown>>) => boolean;

/** How a text is read: what happened to it before, which records are no envelopes, how many envelopes it came out of. */
export type Reading = {
  readonly alterations: readonly Alteration[];
  readonly isRecord: IsRecord;
  readonly depth: number;
};

/** Envelopes within envelopes: an index's `_source` with docker's `log` with the record. */
const deepestEnvelope = 3;

/** What one line holds. */
export function readLine(line: string, reading: Reading): LineContent {
  const value = line.charCodeAt(0) === 123 ? parsed(line) : undefined;
  return value === undefined
    ? readOddLine(line, reading)
    : { parts: unwrapped(line, value as Found['value'], reading) };
}

export function isFound(part: Found | Refused): part is Found {
  return 'text' in part;
}

/** The one known error of foreign text: it is not JSON. No JSON text gives undefined. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function readOddLine(raw: string, before: Reading): LineContent {
  const line = stripped(raw);
  if (line === '' || isTableFrame(line) || isStreamFrame(line)) return { parts: [] };
  const reading = altered(before, ...strippedOff(raw));
  const value = parsed(line);
  const copied = value === undefined ? withoutCopyEscapes(line) : undefined;
  if (copied !== undefined) return readLine(copied, altered(reading, 'doubled backslashes'));
  if (isObject(value)) return { parts: unwrapped(line, value, reading) };
  if (typeof value === 'string') return { parts: quoted(value, reading) };
  if (value !== undefined) return { parts: otherJson(value) };
  return readPieces(line, piecesOf(line), reading);
}

/** Without the white space, the byte order mark and the NULs (a disk that lost its power) around it. */
function stripped(text: string): string {
  const trimmed = text.trim();
  let from = 0;
  let end = trimmed.length;
  while (trimmed.charCodeAt(from) === 0) from += 1;
  while (end > from && trimmed.charCodeAt(end - 1) === 0) end -= 1;
  return end - from === trimmed.length ? trimmed : stripped(trimmed.slice(from, end));
}

function strippedOff(raw: string): Alteration[] {
  const lead = /^[\s\0]*/.exec(raw)?.[0] ?? '';
  const off: Alteration[] = lead.includes('\ufeff') ? ['byte order mark'] : [];
  return lead.includes('\0') || raw.trimEnd().endsWith('\0') ? [...off, 'control character'] : off;
}

function altered(reading: Reading, ...more: readonly Alteration[]): Reading {
  const added = more.filter((alteration) => !reading.alterations.includes(alteration));
  return added.length === 0 ? reading : { ...reading, alterations: [...reading.alterations, ...added] };
}

function within(reading: Reading): Reading {
  return { ...altered(reading, 'envelope'), depth: reading.depth + 1 };
}

/** Lists are cut up to the last: what comes out of one is no envelope. */
function recordOf(reading: Reading): Reading {
  return { ...within(reading), depth: deepestEnvelope };
}

/** A record that was made JSON twice. */
function quoted(text: string, reading: Reading): (Found | Refused)[] {
  const parts = reading.depth < deepestEnvelope ? readLine(text, within(reading)).parts : [];
  return parts.some(isFound) ? [...parts] : [{ reason: 'a JSON string, not an object', isJson: true }];
}

/** Arrays of objects are read as documents before they come here; an empty one holds nothing. */
function otherJson(value: unknown): Refused[] {
  if (Array.isArray(value))
    return value.length === 0 ? [] : [{ reason: 'a JSON array, not an object', isJson: true }];
  return [{ reason: `a JSON ${value === null ? 'null' : typeof value}, not an object`, isJson: true }];
}

function unwrapped(text: string, value: Found['value'], before: Reading): (Found | Refused)[] {
  const mended = withoutLoneSurrogates(text);
  const reading = mended === text ? before : altered(before, 'lone surrogate');
  const own: Found = {
    text: mended,
    value: mended === text ? value : JSON.parse(mended),
    alterations: reading.alterations,
  };
  const listed = listedRecords(own.value, mended, reading.isRecord);
  if (listed !== undefined) return listed.flatMap((each) => readLine(each, recordOf(reading)).parts);
  const payloads = reading.depth < deepestEnvelope ? payloadsOf(value, text) : undefined;
  if (payloads === undefined || reading.isRecord(value)) return [own];
  const inner = payloads.flatMap((payload) => {
    const { parts } = readLine(stripped(payload.text), within(reading));
    return parts.map((part) => (isFound(part) ? timed(part, payload.time) : part));
  });
  return inner.some(isFound) ? inner : [own];
}

function timed(found: Found, time: string | undefined): Found {
  const text = withTime(found.text, found.value, time);
  return text === found.text ? found : { ...found, text, value: JSON.parse(text) };
}

function readPieces(line: string, pieces: Pieces, before: Reading): LineContent {
  const isLogLine = !isPunctuation(pieces.around);
  const time = isLogLine ? prefixTime(line) : undefined;
  const reading = altered(before, ...surroundings(pieces, isLogLine));
  const parts = pieces.objects
    .filter((text) => !isLogLine || !/^\{\s*\}$/.test(text))
    .flatMap((text) => readObject(text, reading))
    .map((part) => (isFound(part) ? timed(part, time) : part));
  const { openAt, brokenAt } = pieces;
  if (brokenAt !== undefined)
    return { parts: [...parts, { reason: `not JSON from column ${brokenAt + 1} on` }] };
  const hasNone = parts.length === 0 && openAt === undefined && isLogLine;
  return { parts: hasNone ? [{ reason: 'no JSON object in this line', isText: true }] : parts, openAt };
}

function surroundings({ objects, around }: Pieces, isLogLine: boolean): Alteration[] {
  if (isLogLine) return ['text around the object'];
  if (objects.length > 1) return ['several on a line'];
  return around.trim() === '' ? [] : ['document'];
}

const isoPrefix =
  /^(?:<\d{1,3}>\d )?\W?(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?\s?(Z|[+-]\d\d:?\d\d)?/;

/** The instant that opens a log line, in ISO 8601; naive when the prefix is. */
function prefixTime(line: string): string | undefined {
  const match = isoPrefix.exec(line);
  if (match === null) return undefined;
  const [, day, time, fraction, zone] = match;
  return timeMember('timestamp', `${day}T${time}${fraction ? `.${fraction}` : ''}${zone ?? ''}`);
}

/** Reads the text of one object, which may need mending, may stand on several lines and may be an envelope. */
export function readObject(text: string, reading: Reading): (Found | Refused)[] {
  const flat = oneLine(text);
  const value = parsed(flat);
  if (isObject(value)) return unwrapped(flat, value, reading);
  const mended = mend(flat);
  const again = parsed(mended.text);
  if (!isObject(again)) return [{ reason: 'not JSON' }];
  return unwrapped(mended.text, again, altered(reading, ...mended.alterations));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
