import { describe, expect, test } from 'vitest';
import { UserError } from '../src/error.ts';
import { isWindow } from '../src/time/expression.ts';
import { windowForms, windowFormsText } from '../src/time/forms.ts';
import { type Clock, instantOf, previous, resolveWindow, type WindowSpec } from '../src/time/window.ts';

/** A Wednesday. */
const now = '2026-11-11T10:30:00Z';

function clock(tz = 'UTC', at = now, weekStart: Clock['weekStart'] = 'mon'): Clock {
  return { now: Date.parse(at), tz, weekStart };
}

function ends(expression: string, on: Clock = clock()): [string | null, string | null] {
  const { start, end } = resolveWindow({ expression }, on);
  return [start, end];
}

function refusal(spec: WindowSpec, on: Clock = clock()): string {
  try {
    resolveWindow(spec, on);
  } catch (error) {
    if (error instanceof UserError && error.exitCode === 2) return error.message;
    throw error;
  }
  return 'accepted';
}

test('without a window, everything', () => {
  const everything = { label: 'all', start: null, end: null, partial: false, days: null };
  expect(resolveWindow({}, clock())).toEqual(everything);
  expect(resolveWindow({ expression: 'all' }, clock())).toEqual(everything);
});

describe('calendar units, on Wednesday 2026-11-11 10:30 UTC', () => {
  test.each([
    ['today', '2026-11-11T00:00:00.000Z', '2026-11-11T10:30:00.000Z', true, 0.4375],
    ['yesterday', '2026-11-10T00:00:00.000Z', '2026-11-11T00:00:00.000Z', false, 1],
    ['thisweek', '2026-11-09T00:00:00.000Z', '2026-11-11T10:30:00.000Z', true, 2.4375],
    ['lastweek', '2026-11-02T00:00:00.000Z', '2026-11-09T00:00:00.000Z', false, 7],
    ['thismonth', '2026-11-01T00:00:00.000Z', '2026-11-11T10:30:00.000Z', true, 10.4375],
    ['lastmonth', '2026-10-01T00:00:00.000Z', '2026-11-01T00:00:00.000Z', false, 31],
    ['day-1', '2026-11-10T00:00:00.000Z', '2026-11-11T00:00:00.000Z', false, 1],
    ['day-2', '2026-11-09T00:00:00.000Z', '2026-11-10T00:00:00.000Z', false, 1],
    ['week-1', '2026-11-02T00:00:00.000Z', '2026-11-09T00:00:00.000Z', false, 7],
    ['week-2', '2026-10-26T00:00:00.000Z', '2026-11-02T00:00:00.000Z', false, 7],
    ['month-3', '2026-08-01T00:00:00.000Z', '2026-09-01T00:00:00.000Z', false, 31],
    ['month-11', '2025-12-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', false, 31],
  ])('%s', (label, start, end, partial, days) => {
    expect(resolveWindow({ expression: label }, clock())).toEqual({ label, start, end, partial, days });
  });

  test('weeks that start on Sunday', () => {
    const sunday = clock('UTC', now, 'sun');
    expect(ends('thisweek', sunday)).toEqual(['2026-11-08T00:00:00.000Z', '2026-11-11T10:30:00.000Z']);
    expect(ends('lastweek', sunday)).toEqual(['2026-11-01T00:00:00.000Z', '2026-11-08T00:00:00.000Z']);
  });

  test('on a Monday lastweek is the complete week before, and thisweek is that day', () => {
    const monday = clock('UTC', '2026-11-09T08:00:00Z');
    expect(ends('lastweek', monday)).toEqual(['2026-11-02T00:00:00.000Z', '2026-11-09T00:00:00.000Z']);
    expect(ends('thisweek', monday)).toEqual(ends('today', monday));
  });

  test('on a Sunday the ISO week is six days old, the other one begins', () => {
    const at = '2026-11-08T08:00:00Z';
    expect(ends('thisweek', clock('UTC', at))[0]).toBe('2026-11-02T00:00:00.000Z');
    expect(ends('thisweek', clock('UTC', at, 'sun'))[0]).toBe('2026-11-08T00:00:00.000Z');
  });

  test('at midnight today is empty, not an error', () => {
    const midnight = clock('UTC', '2026-11-11T00:00:00Z');
    expect(ends('today', midnight)).toEqual(['2026-11-11T00:00:00.000Z', '2026-11-11T00:00:00.000Z']);
  });
});

describe('rolling windows last exactly as long as they say, up to now', () => {
  test.each([
    ['90m', '2026-11-11T09:00:00.000Z', 0.0625],
    ['24h', '2026-11-10T10:30:00.000Z', 1],
    ['7d', '2026-11-04T10:30:00.000Z', 7],
    ['4w', '2026-10-14T10:30:00.000Z', 28],
  ])('%s', (label, start, days) => {
    const end = '2026-11-11T10:30:00.000Z';
    expect(resolveWindow({ expression: label }, clock())).toEqual({
      label,
      start,
      end,
      partial: false,
      days,
    });
  });

  test('7d is 168 hours across the change to winter time', () => {
    const berlin = clock('Europe/Berlin', '2026-10-27T11:00:00Z');
    expect(ends('7d', berlin)).toEqual(['2026-10-20T11:00:00.000Z', '2026-10-27T11:00:00.000Z']);
  });
});

describe('dates and ranges', () => {
  test.each([
    ['2026-11-01', '2026-11-01T00:00:00.000Z', '2026-11-02T00:00:00.000Z', false, 1],
    ['2026-11-11', '2026-11-11T00:00:00.000Z', '2026-11-12T00:00:00.000Z', true, 1],
    ['2026-11', '2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z', true, 30],
    ['2028-02', '2028-02-01T00:00:00.000Z', '2028-03-01T00:00:00.000Z', false, 29],
    ['2026-11-01..2026-11-07', '2026-11-01T00:00:00.000Z', '2026-11-08T00:00:00.000Z', false, 7],
    ['2026-09..2026-10', '2026-09-01T00:00:00.000Z', '2026-11-01T00:00:00.000Z', false, 61],
    [
      '2026-11-01T09:00Z..2026-11-01T10:00Z',
      '2026-11-01T09:00:00.000Z',
      '2026-11-01T10:00:00.000Z',
      false,
      1 / 24,
    ],
    [
      '2026-11-01 09:00:30.25..2026-11-01',
      '2026-11-01T09:00:30.250Z',
      '2026-11-02T00:00:00.000Z',
      false,
      53969.75 / 86400,
    ],
    [
      '2026-11-01T00:00+02:00..2026-11-01T00:00-0330',
      '2026-10-31T22:00:00.000Z',
      '2026-11-01T03:30:00.000Z',
      false,
      5.5 / 24,
    ],
    ['2026-11-01..', '2026-11-01T00:00:00.000Z', null, true, null],
    ['2026-12-01..', '2026-12-01T00:00:00.000Z', null, false, null],
    ['..2026-11-07', null, '2026-11-08T00:00:00.000Z', false, null],
    ['lastweek..today', '2026-11-02T00:00:00.000Z', '2026-11-11T10:30:00.000Z', true, 9.4375],
    ['7d..24h', '2026-11-04T10:30:00.000Z', '2026-11-10T10:30:00.000Z', false, 6],
  ])('%s', (label, start, end, partial, days) => {
    expect(resolveWindow({ expression: label }, clock())).toEqual({ label, start, end, partial, days });
  });

  test('--since and --until are the two ends of a range', () => {
    const both = resolveWindow({ since: '2026-11-01', until: '2026-11-07' }, clock());
    expect(both).toEqual(resolveWindow({ expression: '2026-11-01..2026-11-07' }, clock()));
    const { label, start, end } = resolveWindow({ since: '24h' }, clock());
    expect([label, start, end]).toEqual(['24h..', '2026-11-10T10:30:00.000Z', null]);
    expect(resolveWindow({ until: 'yesterday' }, clock()).end).toBe('2026-11-11T00:00:00.000Z');
  });

  test('a time of day without a zone is one of the zone of days', () => {
    const range = ends('2026-11-01T09:00..2026-11-01T10:00', clock('America/New_York'));
    expect(range).toEqual(['2026-11-01T14:00:00.000Z', '2026-11-01T15:00:00.000Z']);
  });
});

describe('prev', () => {
  const rightBefore = (expression: string, on: Clock) => previous(resolveWindow({ expression }, on), on.tz);

  test('goes back as many days, also where they have other hours', () => {
    const berlin = clock('Europe/Berlin', '2026-11-11T10:30:00Z');
    // The last week of October 2026 has 169 hours there, the one before 168.
    expect(ends('2026-10-19..2026-10-25', berlin)).toEqual([
      '2026-10-18T22:00:00.000Z',
      '2026-10-25T23:00:00.000Z',
    ]);
    expect(rightBefore('2026-10-19..2026-10-25', berlin)).toEqual({
      label: 'prev',
      start: '2026-10-11T22:00:00.000Z',
      end: '2026-10-18T22:00:00.000Z',
      partial: false,
      days: 7,
    });
  });

  test('goes back as many hours otherwise', () => {
    expect(rightBefore('24h', clock())).toEqual({
      label: 'prev',
      start: '2026-11-09T10:30:00.000Z',
      end: '2026-11-10T10:30:00.000Z',
      partial: false,
      days: 1,
    });
    expect(rightBefore('thisweek', clock()).start).toBe('2026-11-06T13:30:00.000Z');
  });

  test('needs a window with two ends', () => {
    expect(() => rightBefore('2026-11-01..', clock())).toThrow(
      new UserError('"prev" needs a window that begins and ends; "2026-11-01.." is open'),
    );
  });

  test('means nothing alone', () => {
    expect(refusal({ expression: 'prev' })).toBe(
      'window "prev" is the one right before the other window of diff; it has no meaning alone',
    );
  });
});

describe('what is not a window', () => {
  test.each([
    ['last-week', 'lastweek'],
    ['lastweeks', 'lastweek'],
    ['Last Week', 'lastweek'],
    ['previous week', 'lastweek'],
    ['yesterdya', 'yesterday'],
    ['week', 'thisweek'],
    ['7 days', '7d'],
    ['last7d', '7d'],
    ['-24h', '24h'],
    ['2 weeks ago', 'week-2'],
    ['week2', 'week-2'],
    ['2026/11/1', '2026-11-01'],
    ['20261101', '2026-11-01'],
    ['2026-11-1..2026-11-7', '2026-11-01..2026-11-07'],
    ['2026-11-01...2026-11-07', '2026-11-01..2026-11-07'],
    ['2026-11-01 to 2026-11-07', '2026-11-01..2026-11-07'],
  ])('%s: did you mean %s?', (given, suggestion) => {
    const [first] = refusal({ expression: given }).split('\n');
    const question = `"${given}" is not a window; did you mean "${suggestion}"? A window is one of`;
    expect(first).toBe(question);
  });

  test('a word that is near none lists the forms alone', () => {
    expect(refusal({ expression: 'logs' })).toBe(
      `"logs" is not a window. A window is one of\n${windowFormsText()}`,
    );
  });

  test.each([
    ['0d', /^"0d" is not a window\./],
    ['day-0', /^"day-0" is not a window\./],
    ['..', /^"\.\." is not a window\./],
    ['2026-02-30', /^"2026-02-30": there is no day 30 in month 2 of 2026$/],
    ['2026-13', /^"2026-13": there is no month 13$/],
    ['2026-11-01T24:00..', /^"2026-11-01T24:00": there is no such time of day; the last one is 23:59:59$/],
    ['2026-11-01T00:00+24:00..', /^"2026-11-01T00:00\+24:00": there is no offset \+24:00$/],
    [
      '2026-11-01T09:00Z',
      /^window "2026-11-01T09:00Z" is an instant, not a window; did you mean "2026-11-01T09:00Z\.\."\?$/,
    ],
    [
      '2026-11-07..2026-11-01',
      /^window "2026-11-07\.\.2026-11-01" holds no time: it goes from 2026-11-07T00:00:00\.000Z to 2026-11-02T00:00:00\.000Z$/,
    ],
    ['999999w', /^window "999999w" reaches back before the year 1000$/],
  ])('%s', (given, message) => {
    expect(refusal({ expression: given })).toMatch(message);
  });

  test('an end of a range', () => {
    const examples = '(examples: 2026-11-01, 2026-11-01T09:00Z, yesterday, 24h (ago))';
    expect(refusal({ since: 'yesterdya' })).toBe(
      `"yesterdya" is not a day or a time ${examples}; did you mean "yesterday"?`,
    );
    expect(refusal({ until: 'all' })).toBe(`"all" is not a day or a time ${examples}`);
  });

  test('a window given in two ways', () => {
    expect(refusal({ expression: '7d', since: '2026-11-01' })).toBe(
      'window "7d": give a window, or --since and --until, not both',
    );
  });
});

describe('the table of forms', () => {
  test.each(windowForms.filter(({ example }) => example !== 'prev'))(
    '$example is a window',
    ({ example }) => {
      expect(isWindow(example)).toBe(true);
      expect(resolveWindow({ expression: example }, clock()).label).toBe(example);
    },
  );

  test.each(windowForms.flatMap(({ form }) => form.split(' ')).filter((word) => !/[A-Z]/.test(word)))(
    '%s is a window',
    (word) => expect(isWindow(word)).toBe(true),
  );
});

test.each(['logs', '../logs', 'a..b', '..', '.', 'lastweek.jsonl', '2026-11-01.jsonl', 'constructor', ''])(
  'diff reads "%s" as a path',
  (word) => expect(isWindow(word)).toBe(false),
);

test('--now takes what means the same whenever it is read', () => {
  expect(instantOf('2026-11-08', 'Europe/Berlin')).toBe(Date.parse('2026-11-07T23:00:00Z'));
  expect(instantOf('2026-11-08T09:00Z', 'Europe/Berlin')).toBe(Date.parse('2026-11-08T09:00:00Z'));
  expect(() => instantOf('yesterday', 'UTC')).toThrow(
    new UserError(
      '"yesterday" depends on when it is read; expected a day or a time (examples: 2026-11-01, 2026-11-01T09:00Z)',
    ),
  );
});
