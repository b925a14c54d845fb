/** Milliseconds since 1970-01-01T00:00Z. */
export type Instant = number;

/** What a clock on the wall shows, without a zone: milliseconds since 1970-01-01T00:00 on that clock. */
export type WallClock = number;

const day = 86_400_000;
const second = 1000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clocks of an IANA zone show at an instant. Throws a RangeError for an unknown zone. */
export function wallClock(instant: Instant, tz: string): WallClock {
  const shown = format(tz).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(shown.find((candidate) => candidate.type === type)?.value);
  const millisecond = ((instant % second) + second) % second;
  const [hour, minute] = [part('hour'), part('minute')];
  return Date.UTC(part('year'), part('month') - 1, part('day'), hour, minute, part('second'), millisecond);
}

/**
 * The first instant at which the clocks of a zone show at least this. Where a change of offset repeats a time of day it is
 * the earlier of the two; where one skips it, it is the instant of the change.
 */
export function firstInstant(shown: WallClock, tz: string): Instant {
  const candidates = [shown - day, shown + day].map((near) => shown - offset(near, tz));
  const exact = candidates.filter((candidate) => wallClock(candidate, tz) === shown);
  if (exact.length > 0) return Math.min(...exact);
  return endOfGap(shown, Math.min(...candidates), Math.max(...candidates), tz);
}

/**
 * The instant at which a local day begins: 00:00, or later where the clocks skip midnight. Days and months beyond the end
 * of their month or year count on, as in `Date.UTC`: day 0 is the last of the month before.
 */
export function startOfDay(year: number, month: number, dayOfMonth: number, tz: string): Instant {
  return firstInstant(Date.UTC(year, month - 1, dayOfMonth), tz);
}

/** True for a name of the IANA time zone database that this machine knows (`Europe/Berlin`, `UTC`; not `+01:00`). */
export function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    format(name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The zone of this machine; UTC where it is set to one that does not exist. */
export function systemZone(): string {
  const name: string | undefined = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return name !== undefined && isZone(name) ? name : 'UTC';
}

function offset(instant: Instant, tz: string): number {
  return wallClock(instant, tz) - instant;
}

/** Halves the span until the change of offset is known to the millisecond: `early` shows less than `shown`, `late` does not. */
function endOfGap(shown: WallClock, early: Instant, late: Instant, tz: string): Instant {
  if (late - early <= 1) return late;
  const middle = Math.floor((early + late) / 2);
  return wallClock(middle, tz) < shown
    ? endOfGap(shown, middle, late, tz)
    : endOfGap(shown, early, middle, tz);
}

/** Making a format costs 50 times as much as using it, so each zone's is kept. */
function format(tz: string): Intl.DateTimeFormat {
  const known = formats.get(tz);
  if (known !== undefined) return known;
  const [year, month, digits] = ['numeric', 'numeric', '2-digit'] as const;
  const made = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: tz, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23' },
    ...{ year, month, day: digits, hour: digits, minute: digits, second: digits },
  });
  formats.set(tz, made);
  return made;
}
