import { UserError } from '../error.ts';
import { type Expression, type Point, parseFixedPoint, parseWindow, range } from './expression.ts';
import { firstInstant, type Instant, startOfDay, wallClock } from './zone.ts';

/** What was asked for: an expression, or one or both of `since` and `until`; nothing means everything. */
export type WindowSpec = {
  readonly expression?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
};

/** What "now" and "a day" mean. Where `now` was asked to be `latest`, it is the instant after the newest record. */
export type Clock = { readonly now: Instant; readonly tz: string; readonly weekStart: 'mon' | 'sun' };

/** A span of time, from `start` up to `end`, which is excluded; both ISO 8601 in UTC with milliseconds, null where open. */
export type Window = {
  /** As it was asked for. */
  readonly label: string;
  readonly start: string | null;
  readonly end: string | null;
  /** Its named period is not over: more of it lies ahead of now. Never true of rolling windows and of `all`. */
  readonly partial: boolean;
  /** Calendar days where it begins and ends with a day, else hours ÷ 24; null where an end is open. */
  readonly days: number | null;
};

/** Milliseconds; a period that is not over has its `end` now and its `fullEnd` ahead. */
type Bounds = { readonly start: Instant; readonly end: Instant; readonly fullEnd: Instant };

const dayLength = 86_400_000;
const earliest = Date.UTC(1000, 0, 1);

/**
 * What a window comes to on a clock. Throws a UserError for one that cannot be read, ends before it starts, or is given in
 * two ways.
 */
export function resolveWindow(spec: WindowSpec, clock: Clock): Window {
  const expression = parseSpec(spec);
  const bounds = expression.kind === 'all' ? everything : boundsOf(expression, clock);
  const label = labelOf(spec);
  checkOrder(label, expression, bounds);
  const partial = expression.kind !== 'all' && bounds.start <= clock.now && clock.now < bounds.fullEnd;
  return windowOf(label, bounds.start, bounds.end, partial, clock.tz);
}

/** Refuses, before any log is read, what `resolveWindow` would refuse on every clock. */
export function parseSpec(spec: WindowSpec): Exclude<Expression, { kind: 'prev' }> {
  const { expression, since, until } = spec;
  if (since === undefined && until === undefined) return parseWindow(expression ?? 'all');
  if (expression === undefined) return range(since, until);
  throw new UserError(
    `window ${JSON.stringify(expression)}: give a window, or --since and --until, not both`,
  );
}

/**
 * The window of equal length right before another one: as many days where that begins and ends with a day of `tz`, else as
 * many hours. Throws a UserError where an end is open.
 */
export function previous(window: Window, tz: string): Window {
  if (window.start === null || window.end === null) {
    throw new UserError(
      `"prev" needs a window that begins and ends; ${JSON.stringify(window.label)} is open`,
    );
  }
  const [start, end] = [Date.parse(window.start), Date.parse(window.end)];
  const [first, last] = [wallClock(start, tz), wallClock(end, tz)];
  const isDays = isDayStart(start, tz) && isDayStart(end, tz);
  const before = isDays
    ? firstInstant(midnight(first) - (midnight(last) - midnight(first)), tz)
    : start - (end - start);
  return windowOf('prev', before, start, false, tz);
}

/** A window that ends earlier than it would. */
export function cutAt(window: Window, end: Instant, tz: string): Window {
  if (window.start === null) return window;
  return windowOf(window.label, Date.parse(window.start), end, window.partial, tz);
}

/** A window of these bounds, both of them known. */
export function between(label: string, start: Instant, end: Instant, tz: string): Window {
  return windowOf(label, start, end, false, tz);
}

/** The instant that a day (its start in the zone), a month or a time means. Throws a UserError, also for `yesterday`. */
export function instantOf(word: string, tz: string): Instant {
  return boundsOfPoint(parseFixedPoint(word), { now: 0, tz, weekStart: 'mon' }).start;
}

const everything: Bounds = {
  start: Number.NEGATIVE_INFINITY,
  end: Number.POSITIVE_INFINITY,
  fullEnd: Number.POSITIVE_INFINITY,
};

function labelOf({ expression, since, until }: WindowSpec): string {
  if (since === undefined && until === undefined) return expression?.trim() ?? 'all';
  return `${since?.trim() ?? ''}..${until?.trim() ?? ''}`;
}

function boundsOf(expression: Exclude<Expression, { kind: 'all' | 'prev' }>, clock: Clock): Bounds {
  if (expression.kind === 'ago') {
    return { start: clock.now - expression.milliseconds, end: clock.now, fullEnd: clock.now };
  }
  if (expression.kind !== 'range') return boundsOfPoint(expression, clock);
  const from = expression.from === undefined ? everything : boundsOfPoint(expression.from, clock);
  const to = expression.to === undefined ? everything : boundsOfPoint(expression.to, clock);
  return { start: from.start, end: to.end, fullEnd: to.fullEnd };
}

function boundsOfPoint(point: Point, clock: Clock): Bounds {
  if (point.kind === 'unit') return unitBounds(point, clock);
  if (point.kind === 'ago') return at(clock.now - point.milliseconds);
  if (point.kind === 'instant') {
    return at(point.offset === undefined ? firstInstant(point.shown, clock.tz) : point.shown - point.offset);
  }
  const { kind, year, month, day } = point;
  const start = startOfDay(year, month, day, clock.tz);
  const end =
    kind === 'day' ? startOfDay(year, month, day + 1, clock.tz) : startOfDay(year, month + 1, 1, clock.tz);
  return { start, end, fullEnd: end };
}

function at(instant: Instant): Bounds {
  return { start: instant, end: instant, fullEnd: instant };
}

function unitBounds({ unit, back, soFar }: Extract<Point, { kind: 'unit' }>, clock: Clock): Bounds {
  const today = new Date(wallClock(clock.now, clock.tz));
  const [year, month, day] = [today.getUTCFullYear(), today.getUTCMonth() + 1, today.getUTCDate()];
  const daysIntoWeek = (today.getUTCDay() + (clock.weekStart === 'mon' ? 6 : 0)) % 7;
  const starts = {
    day: (ahead: number) => startOfDay(year, month, day + ahead, clock.tz),
    week: (ahead: number) => startOfDay(year, month, day - daysIntoWeek + 7 * ahead, clock.tz),
    month: (ahead: number) => startOfDay(year, month + ahead, 1, clock.tz),
  };
  const fullEnd = starts[unit](1 - back);
  return { start: starts[unit](-back), end: soFar ? clock.now : fullEnd, fullEnd };
}

/** `today` may be empty, at midnight; a range that someone typed may not. */
function checkOrder(label: string, { kind }: Expression, { start, end }: Bounds): void {
  if (start !== Number.NEGATIVE_INFINITY && start < earliest) {
    throw new UserError(`window ${JSON.stringify(label)} reaches back before the year 1000`);
  }
  if (kind === 'range' && end <= start) {
    const sides = `from ${new Date(start).toISOString()} to ${new Date(end).toISOString()}`;
    throw new UserError(`window ${JSON.stringify(label)} holds no time: it goes ${sides}`);
  }
}

function windowOf(label: string, start: Instant, end: Instant, partial: boolean, tz: string): Window {
  const days = Number.isFinite(start) && Number.isFinite(end) ? daysBetween(start, end, tz) : null;
  return { label, start: iso(start), end: iso(end), partial, days };
}

function iso(instant: Instant): string | null {
  return Number.isFinite(instant) ? new Date(instant).toISOString() : null;
}

function daysBetween(start: Instant, end: Instant, tz: string): number {
  if (!isDayStart(start, tz) || !isDayStart(end, tz)) return (end - start) / dayLength;
  return (midnight(wallClock(end, tz)) - midnight(wallClock(start, tz))) / dayLength;
}

function isDayStart(instant: Instant, tz: string): boolean {
  return firstInstant(midnight(wallClock(instant, tz)), tz) === instant;
}

function midnight(shown: number): number {
  return Math.floor(shown / dayLength) * dayLength;
}
