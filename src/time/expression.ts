import { UserError } from '../error.ts';
import { didYouMean, quoted } from '../suggest.ts';
import { windowFormsText } from './forms.ts';
import { nearWindow } from './nearWindow.ts';
import type { WallClock } from './zone.ts';

type Unit = 'day' | 'week' | 'month';

/** One point of time as it was typed: a unit with a start and an end, or an instant, for which both are the same. */
export type Point =
  /** `back` units before the current one; one that is `soFar` ends now. */
  | { readonly kind: 'unit'; readonly unit: Unit; readonly back: number; readonly soFar: boolean }
  | { readonly kind: 'day' | 'month'; readonly year: number; readonly month: number; readonly day: number }
  /** So many milliseconds before now. */
  | { readonly kind: 'ago'; readonly milliseconds: number }
  /** A time of day; `offset` in milliseconds where one was typed. */
  | { readonly kind: 'instant'; readonly shown: WallClock; readonly offset?: number };

type Range = { readonly kind: 'range'; readonly from?: Point; readonly to?: Point };
export type Expression = Point | Range | { readonly kind: 'all' } | { readonly kind: 'prev' };

const words: Readonly<Record<string, Expression>> = {
  today: { kind: 'unit', unit: 'day', back: 0, soFar: true },
  yesterday: { kind: 'unit', unit: 'day', back: 1, soFar: false },
  thisweek: { kind: 'unit', unit: 'week', back: 0, soFar: true },
  lastweek: { kind: 'unit', unit: 'week', back: 1, soFar: false },
  thismonth: { kind: 'unit', unit: 'month', back: 0, soFar: true },
  lastmonth: { kind: 'unit', unit: 'month', back: 1, soFar: false },
  all: { kind: 'all' },
  prev: { kind: 'prev' },
};

const millisecondsOf: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

const ago = /^([1-9]\d{0,6})([mhdw])$/;
const unitsBack = /^(day|week|month)-([1-9]\d{0,3})$/;
const date = /^([12]\d{3})-(\d\d)(?:-(\d\d))?$/;
const time = /^([12]\d{3})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?$/i;

/** True for a word that is written as a window, also as one that does not exist (`2026-13`). */
export function isWindow(word: string): boolean {
  const text = word.trim();
  const ends = rangeEnds(text);
  if (ends !== undefined) return text !== '..' && ends.every((end) => end === '' || isPoint(end));
  return Object.hasOwn(words, text) || (isPoint(text) && !time.test(text));
}

/** Reads a window of any form but `prev` with its meaning still relative to now. Throws a UserError that lists the forms. */
export function parseWindow(word: string): Exclude<Expression, { kind: 'prev' }> {
  const text = word.trim();
  if (!isWindow(text)) throw notAWindow(word);
  const ends = rangeEnds(text);
  if (ends !== undefined) return range(...ends);
  const expression = words[text] ?? parsePoint(text);
  if (expression.kind === 'prev') {
    throw new UserError(
      'window "prev" is the one right before the other window of diff; it has no meaning alone',
    );
  }
  return expression;
}

/** Reads one end of a window: a day, a time, or any unit. Throws a UserError. */
export function parsePoint(word: string): Point {
  const text = word.trim();
  const named = words[text];
  if (named?.kind === 'unit') return named;
  return agoOf(text) ?? unitOf(text) ?? dateOf(text) ?? timeOf(text) ?? fail(notATime(word));
}

/** Reads a day, a month or a time that means the same whenever it is read. Throws a UserError. */
export function parseFixedPoint(word: string): Point {
  const point = parsePoint(word);
  if (point.kind !== 'unit' && point.kind !== 'ago') return point;
  throw new UserError(
    `${quoted(word)} depends on when it is read; expected a day or a time (examples: ${fixedExamples})`,
  );
}

const fixedExamples = '2026-11-01, 2026-11-01T09:00Z';

function isPoint(text: string): boolean {
  return words[text]?.kind === 'unit' || [ago, unitsBack, date, time].some((form) => form.test(text));
}

function rangeEnds(text: string): [string, string] | undefined {
  const ends = text.split('..').map((end) => end.trim());
  return ends.length === 2 ? [ends[0] ?? '', ends[1] ?? ''] : undefined;
}

/** The window from one point to another; an end that is left out is open. */
export function range(since: string | undefined, until: string | undefined): Range {
  return {
    kind: 'range',
    ...(since ? { from: parsePoint(since) } : {}),
    ...(until ? { to: parsePoint(until) } : {}),
  };
}

function agoOf(text: string): Point | undefined {
  const match = ago.exec(text);
  const unit = millisecondsOf[match?.[2] ?? ''];
  return unit === undefined ? undefined : { kind: 'ago', milliseconds: Number(match?.[1]) * unit };
}

function unitOf(text: string): Point | undefined {
  const match = unitsBack.exec(text);
  if (match === null) return undefined;
  return { kind: 'unit', unit: match[1] as Unit, back: Number(match[2]), soFar: false };
}

function dateOf(text: string): Point | undefined {
  const match = date.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 1)];
  checkDay(text, year, month, day);
  return { kind: match[3] === undefined ? 'month' : 'day', year, month, day };
}

function timeOf(text: string): Point | undefined {
  const match = time.exec(text);
  if (match === null) return undefined;
  const part = (group: number): number => Number(match[group] ?? 0);
  checkDay(text, part(1), part(2), part(3));
  checkTime(text, part(4), part(5), part(6));
  const millisecond = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  const shown = Date.UTC(part(1), part(2) - 1, part(3), part(4), part(5), part(6), millisecond);
  return { kind: 'instant', shown, ...(match[8] === undefined ? {} : { offset: offsetOf(text, match[8]) }) };
}

function offsetOf(text: string, written: string): number {
  if (/z/i.test(written)) return 0;
  const [hours, minutes] = [Number(written.slice(1, 3)), Number(written.slice(-2))];
  if (hours > 15 || minutes > 59) throw new UserError(`${quoted(text)}: there is no offset ${written}`);
  return (written.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

function checkDay(text: string, year: number, month: number, day: number): void {
  const found = new Date(Date.UTC(year, month - 1, day));
  if (found.getUTCMonth() === month - 1 && found.getUTCDate() === day) return;
  const what = month >= 1 && month <= 12 ? `no day ${day} in month ${month} of ${year}` : `no month ${month}`;
  throw new UserError(`${quoted(text)}: there is ${what}`);
}

function checkTime(text: string, hour: number, minute: number, second: number): void {
  if (hour > 23 || minute > 59 || second > 59) {
    throw new UserError(`${quoted(text)}: there is no such time of day; the last one is 23:59:59`);
  }
}

function notAWindow(word: string): UserError {
  if (time.test(word.trim())) {
    return new UserError(
      `window ${quoted(word)} is an instant, not a window; did you mean "${word.trim()}.."?`,
    );
  }
  const suggestion = didYouMean(nearWindow(word, isWindow));
  return new UserError(
    `${quoted(word)} is not a window${suggestion || '.'} A window is one of\n${windowFormsText()}`,
  );
}

function notATime(word: string): UserError {
  const suggestion = nearWindow(word, isPoint);
  return new UserError(
    `${quoted(word)} is not a day or a time (examples: ${fixedExamples}, yesterday, 24h (ago))${didYouMean(suggestion)}`,
  );
}

function fail(error: UserError): never {
  throw error;
}
