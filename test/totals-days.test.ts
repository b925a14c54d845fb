import { listValue } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Row } from '../src/report/report.ts';
import { resolveWindow } from '../src/time/window.ts';
import { OpenLog, pico } from './openLog.ts';
import { answer, log } from './run.ts';

/** Days tile time, in every zone: no call is counted twice or not at all, also where a day has 23, 24.5 or 25 hours. */

/** The clocks change on 29 March, 5 April, 4 and 25 October and 1 November 2026; or never; or once in history. */
const changes = ['2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01', '2011-12-30'];
const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'America/Santiago',
  'Pacific/Kiritimati',
  'Etc/GMT+12',
];

const instants = changes.flatMap((day) =>
  fc
    .sample(fc.integer({ min: -40 * 3600, max: 64 * 3600 }), { seed: 7, numRuns: 30 })
    .map((second) => new Date(Date.parse(day) + second * 1000)),
);

/** Each call costs another prime-like amount, so that no two sums are equal by chance. */
const spans = instants.map((instant, index) => ({
  trace_id: `t-${index}`,
  span_id: 'a',
  model: 'gpt-4o',
  timestamp: instant.toISOString(),
  input_tokens: 1000 + index,
  cost_usd: ((index + 1) * 7919 + 3) / 1e9,
}));

let open: OpenLog;
beforeAll(async () => {
  open = await OpenLog.of([log(spans)]);
});
afterAll(() => open.close());

const costs = (rows: readonly Row[]) =>
  new Map(rows.map((row) => [String(row['key']), pico(row['cost_usd'])]));
const total = (rows: Iterable<bigint>) => [...rows].reduce((sum, cost) => sum + cost, 0n);

describe.each(zones)('in %s', (tz) => {
  const whole = total(spans.map(({ cost_usd }) => pico(cost_usd.toFixed(12))));
  let byDay: Map<string, bigint>;
  beforeAll(async () => {
    await open.zone(tz);
    byDay = costs((await open.top({ group: 'day' })).rows);
  });

  test('the days of a log add up to all of it, and hours, weeks and months are made of the same days', async () => {
    expect(total(byDay.values())).toBe(whole);
    for (const [group, unitOf] of [
      ['week', mondayOf],
      ['month', (day: string) => day.slice(0, 7)],
    ] as const)
      expect(regrouped(byDay, unitOf)).toEqual(costs((await open.top({ group })).rows));
    const byHour = costs((await open.top({ group: 'hour' })).rows);
    expect(regrouped(byHour, (hour) => hour.slice(0, 10))).toEqual(byDay);
  });

  test('a day as a window is that day as a group, and ends where the next begins', async () => {
    const days = [...byDay.keys()].toSorted();
    const windows = days.map((day) => windowOf(day, tz));
    expect(days.map((day) => windowOf(dayAfter(day), tz).start)).toEqual(windows.map(({ end }) => end));
    const rows = await open.store.rows(
      `SELECT key, sum(cost_usd) AS cost_usd
      FROM (SELECT unnest($days) AS key, unnest($starts)::TIMESTAMPTZ AS begins, unnest($ends)::TIMESTAMPTZ AS ends)
      JOIN picked ON started_at >= begins AND started_at < ends
      GROUP BY key`,
      {
        days: listValue(days),
        starts: listValue(windows.map(({ start }) => start)),
        ends: listValue(windows.map(({ end }) => end)),
      },
    );
    expect(costs(rows)).toEqual(byDay);
  });
});

test('a call belongs to the day of its own start, not to that of its trace', async () => {
  const file = log([
    {
      trace_id: 't',
      span_id: 'a',
      model: 'gpt-4o',
      input_tokens: 1000,
      timestamp: '2026-11-02T22:59:59.999Z',
    },
    {
      trace_id: 't',
      span_id: 'b',
      model: 'gpt-4o',
      input_tokens: 3000,
      timestamp: '2026-11-02T23:00:00.000Z',
    },
  ]);
  const berlin = ['--tz', 'Europe/Berlin', file];
  const { rows } = await answer(['top', '--group', 'day', ...berlin]);
  expect(rows.map(({ key, cost_usd }) => [key, cost_usd])).toEqual([
    ['2026-11-03', 0.0075],
    ['2026-11-02', 0.0025],
  ]);
  const monday = await answer(['top', '--window', '2026-11-02', ...berlin]);
  expect(monday.totals).toMatchObject({ cost_usd: 0.0025, calls: 1 });
  const tuesday = await answer(['top', '--window', '2026-11-03', ...berlin]);
  expect(tuesday.totals).toMatchObject({ cost_usd: 0.0075, calls: 1 });
});

test('a time zone is applied once: --tz moves days, --assume-tz reads times that have none', async () => {
  const file = log([
    { trace_id: 'naive', span_id: 'a', model: 'gpt-4o', input_tokens: 1, timestamp: '2026-11-02 23:30:00' },
    {
      trace_id: 'offset',
      span_id: 'a',
      model: 'gpt-4o',
      input_tokens: 1,
      timestamp: '2026-11-02T23:30:00+05:00',
    },
    { trace_id: 'epoch', span_id: 'a', model: 'gpt-4o', input_tokens: 1, timestamp: 1793662200 },
  ]);
  const started = async (...zones: string[]) => {
    const { rows } = await answer(['top', file, ...zones]);
    return Object.fromEntries(rows.map(({ key, started_at }) => [key, started_at]));
  };
  const fixed = { offset: '2026-11-02T18:30:00.000Z', epoch: '2026-11-02T23:30:00.000Z' };
  expect(await started()).toEqual({ naive: '2026-11-02T23:30:00.000Z', ...fixed });
  expect(await started('--tz', 'America/New_York')).toEqual({ naive: '2026-11-02T23:30:00.000Z', ...fixed });
  expect(await started('--assume-tz', 'America/New_York', '--tz', 'Asia/Tokyo')).toEqual({
    naive: '2026-11-03T04:30:00.000Z',
    ...fixed,
  });
  const days = await answer(['top', '--group', 'day', file, '--tz', 'Asia/Tokyo']);
  expect(days.rows.map(({ key, traces }) => [key, traces])).toEqual([['2026-11-03', 3]]);
});

test('an unknown time is in no window and no day, but in all', async () => {
  const file = log([
    { trace_id: 'when', span_id: 'a', model: 'gpt-4o', input_tokens: 1000 },
    {
      trace_id: 'then',
      span_id: 'a',
      model: 'gpt-4o',
      input_tokens: 1000,
      timestamp: '2026-11-02T10:00:00Z',
    },
  ]);
  expect((await answer(['top', file])).totals).toMatchObject({ calls: 2, cost_usd: 0.005 });
  expect((await answer(['top', file, '-w', '2026-11'])).totals).toMatchObject({ calls: 1, cost_usd: 0.0025 });
  const { rows } = await answer(['top', file, '--group', 'day']);
  expect(rows.map(({ key, calls }) => [key, calls])).toEqual([
    ['2026-11-02', 1],
    [null, 1],
  ]);
});

/** The same sums by a larger unit of time. */
function regrouped(parts: ReadonlyMap<string, bigint>, unitOf: (key: string) => string): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const [key, cost] of parts) sums.set(unitOf(key), (sums.get(unitOf(key)) ?? 0n) + cost);
  return sums;
}

function windowOf(day: string, tz: string) {
  return resolveWindow({ expression: day }, { now: Date.parse('2027-01-01'), tz, weekStart: 'mon' });
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}

function mondayOf(day: string): string {
  const weekday = (new Date(day).getUTCDay() + 6) % 7;
  return new Date(Date.parse(day) - weekday * 86_400_000).toISOString().slice(0, 10);
}
