import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Clock, resolveWindow } from '../src/time/window.ts';
import { firstInstant, isZone, startOfDay, wallClock } from '../src/time/zone.ts';

const hour = 3_600_000;

function hoursOf(day: string, tz: string): [start: string, hours: number] {
  const { start, end } = resolveWindow({ expression: day }, { now: 0, tz, weekStart: 'mon' });
  return [String(start), (Date.parse(String(end)) - Date.parse(String(start))) / hour];
}

/** Starts as the tz database has them; in brackets what happened. */
describe('days of the clock on the wall', () => {
  test.each([
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00.000Z', 23],
    ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00.000Z', 25],
    ['Europe/Berlin', '2026-10-26', '2026-10-25T23:00:00.000Z', 24],
    ['America/New_York', '2026-03-08', '2026-03-08T05:00:00.000Z', 23],
    ['America/New_York', '2026-11-01', '2026-11-01T04:00:00.000Z', 25],
    ['Asia/Kolkata', '2026-11-01', '2026-10-31T18:30:00.000Z', 24],
    ['Asia/Kathmandu', '2026-11-01', '2026-10-31T18:15:00.000Z', 24],
    ['Australia/Lord_Howe', '2026-10-04', '2026-10-03T13:30:00.000Z', 23.5], // changes by half an hour
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z', 23], // [00:00 → 01:00: the day begins at one]
    ['America/Sao_Paulo', '2018-02-17', '2018-02-17T02:00:00.000Z', 25], // [24:00 → 23:00: its last hour twice]
    ['Asia/Beirut', '2022-03-27', '2022-03-26T22:00:00.000Z', 23], // [00:00 → 01:00]
    ['America/Havana', '2026-11-01', '2026-11-01T04:00:00.000Z', 25], // [01:00 → 00:00: midnight twice]
    ['Pacific/Apia', '2011-12-29', '2011-12-29T10:00:00.000Z', 24],
    ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00.000Z', 0], // [no such day: the date line moved]
    ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00.000Z', 24],
  ])('%s %s begins at %s and has %d hours', (tz, day, start, hours) => {
    expect(hoursOf(day, tz)).toEqual([start, hours]);
  });

  test('months and weeks hold their days, whatever their hours', () => {
    const berlin = (expression: string) =>
      resolveWindow(
        { expression },
        { now: Date.parse('2026-11-02T12:00:00Z'), tz: 'Europe/Berlin', weekStart: 'mon' },
      );
    expect(berlin('lastweek')).toEqual({
      label: 'lastweek',
      start: '2026-10-25T23:00:00.000Z',
      end: '2026-11-01T23:00:00.000Z',
      partial: false,
      days: 7,
    });
    expect(berlin('week-2')).toMatchObject({
      start: '2026-10-18T22:00:00.000Z',
      end: '2026-10-25T23:00:00.000Z',
      days: 7,
    });
    expect(berlin('2026-10')).toMatchObject({
      start: '2026-09-30T22:00:00.000Z',
      end: '2026-10-31T23:00:00.000Z',
      days: 31,
    });
  });

  test('a time that a change of clocks skips is the instant of the change, one that it repeats the first', () => {
    const wall = (text: string) => firstInstant(Date.parse(`${text}Z`), 'Europe/Berlin');
    expect(wall('2026-03-29T02:30')).toBe(Date.parse('2026-03-29T01:00:00Z'));
    expect(wall('2026-10-25T02:30')).toBe(Date.parse('2026-10-25T00:30:00Z'));
  });

  test('a day beyond the end of its month counts on', () => {
    expect(startOfDay(2026, 11, 31, 'UTC')).toBe(Date.UTC(2026, 11, 1));
    expect(startOfDay(2026, 13, 0, 'UTC')).toBe(Date.UTC(2026, 11, 31));
  });
});

test('the zone of the machine plays no part when another is asked for', () => {
  const own = process.env['TZ'];
  try {
    for (const machine of ['Pacific/Kiritimati', 'America/Los_Angeles', 'Asia/Kolkata']) {
      process.env['TZ'] = machine;
      expect(hoursOf('2026-11-01', 'Europe/Berlin')).toEqual(['2026-10-31T23:00:00.000Z', 24]);
    }
  } finally {
    if (own === undefined) delete process.env['TZ'];
    else process.env['TZ'] = own;
  }
});

test('zones are names of the tz database', () => {
  expect(['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'Europe/Kyiv'].map(isZone)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(['', '+01:00', 'Berlin', 'Europe/Berln', 'local'].map(isZone)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
});

const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'), 'UTC');
const weekStart = fc.constantFrom<Clock['weekStart']>('mon', 'sun');
const instant = fc.integer({ min: Date.UTC(1975, 0, 1), max: Date.UTC(2037, 0, 1) });
const few = { numRuns: 150 };

function bounds(expression: string, clock: Clock): [number, number] {
  const { start, end } = resolveWindow({ expression }, clock);
  return [Date.parse(String(start)), Date.parse(String(end))];
}

function dayOf(instant: number, ahead: number): string {
  return new Date(instant + ahead * 24 * hour).toISOString().slice(0, 10);
}

describe('in every zone', () => {
  test('the days of a range partition it: no gap, no overlap', () => {
    fc.assert(
      fc.property(zones, instant, fc.integer({ min: 1, max: 9 }), (tz, at, count) => {
        const clock: Clock = { now: at, tz, weekStart: 'mon' };
        const days = Array.from({ length: count + 1 }, (_, ahead) => bounds(dayOf(at, ahead), clock));
        const [start, end] = bounds(`${dayOf(at, 0)}..${dayOf(at, count)}`, clock);
        expect(days[0]?.[0]).toBe(start);
        expect(days.at(-1)?.[1]).toBe(end);
        for (const [index, day] of days.entries()) if (index > 0) expect(day[0]).toBe(days[index - 1]?.[1]);
      }),
      few,
    );
  });

  test('a day starts when the clocks first show its date, and not a millisecond before', () => {
    fc.assert(
      fc.property(zones, instant, (tz, at) => {
        const midnight = Date.parse(`${dayOf(at, 0)}T00:00:00Z`);
        const start = firstInstant(midnight, tz);
        expect(wallClock(start, tz)).toBeGreaterThanOrEqual(midnight);
        expect(wallClock(start - 1, tz)).toBeLessThan(midnight);
      }),
      few,
    );
  });

  test('this and last of a unit abut, and now is the end of this', () => {
    fc.assert(
      fc.property(zones, instant, weekStart, (tz, now, first) => {
        const clock: Clock = { now, tz, weekStart: first };
        for (const unit of ['week', 'month']) {
          const [start, end] = bounds(`this${unit}`, clock);
          expect(bounds(`last${unit}`, clock)[1]).toBe(start);
          expect(bounds(`${unit}-2`, clock)[1]).toBe(bounds(`last${unit}`, clock)[0]);
          expect(end).toBe(now);
          expect(start).toBeLessThanOrEqual(now);
        }
        expect(bounds('yesterday', clock)[1]).toBe(bounds('today', clock)[0]);
      }),
      few,
    );
  });

  test('7d is 168 hours', () => {
    fc.assert(
      fc.property(zones, instant, (tz, now) => {
        expect(bounds('7d', { now, tz, weekStart: 'mon' })).toEqual([now - 168 * hour, now]);
      }),
      few,
    );
  });
});
