import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everyLog } from './everyLog.ts';
import { logs } from './fixtureLogs.ts';
import { groups, OpenLog, pico, summed, type Top } from './openLog.ts';
import { answer, log as everySpan } from './run.ts';

/** However calls are grouped, sorted and filtered, the rows add up to the total, to the last digit. */

const measures = [
  'calls',
  'errors',
  'unpriced_calls',
  'input_tokens',
  'uncached_input_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'output_tokens',
  'reasoning_tokens',
];

let log: OpenLog;
let whole: Top;
beforeAll(async () => {
  log = await OpenLog.of([everyLog(), ...logs]);
  whole = await log.top();
});
afterAll(() => log.close());

function expectToAddUp({ rows, totals }: Top): void {
  const cost = rows.reduce((sum, row) => sum + pico(row['cost_usd']), 0n);
  expect(cost).toBe(pico(totals['cost_usd']));
  const sums = Object.fromEntries(measures.map((key) => [key, summed(rows, key)]));
  expect(sums).toEqual(Object.fromEntries(measures.map((key) => [key, Number(totals[key] ?? 0)])));
  expect(rows.map((row) => row['rank'])).toEqual(rows.map((_, index) => index + 1));
}

describe.each(groups)('--group %s', (group) => {
  let alone: Top;
  beforeAll(async () => {
    alone = await log.top({ group, cumulative: true });
  });

  test('rows add up to the total, which is the same for every group', () => {
    expectToAddUp(alone);
    // Where groups are tools, calls are calls of tools.
    const { calls, errors, error_rate, latency_ms, p50_ms, p95_ms, ...rest } = alone.totals;
    if (group === 'tool') expect(whole.totals).toMatchObject(rest);
    else expect(alone.totals).toEqual(whole.totals);
  });

  test('shares are parts of 1', () => {
    expect(summed(alone.rows, 'share')).toBeCloseTo(1, 9);
    const costly = alone.rows.filter((row) => row['cost_usd'] !== null);
    expect(Number(costly.at(-1)?.['cumulative_share'])).toBeCloseTo(1, 9);
  });

  test('a second group splits each', async () => {
    const both = await log.top({ group: `${group},model` });
    expectToAddUp(both);
    expect(costsBy(firstGroup(both), both)).toEqual(costsBy(firstGroup(both), alone));
  });
});

test.each(['trace', 'call', 'model', 'tag:team'])('--group %s --limit only cuts', async (group) => {
  const { rows, totals } = await log.top({ group });
  expect(await log.top({ group }, 2)).toEqual({ rows: rows.slice(0, 2), totals });
});

/** The column of the first group stands after rank and key. */
const firstGroup = ({ rows }: Top) => Object.keys(rows[0] ?? {})[2] ?? '';

/** Costs by a column's value: several calls may have one id. */
function costsBy(column: string, { rows }: Top): Map<unknown, bigint> {
  const costs = new Map<unknown, bigint>();
  for (const row of rows.filter(({ cost_usd }) => cost_usd !== null))
    costs.set(row[column], (costs.get(row[column]) ?? 0n) + pico(row['cost_usd']));
  return costs;
}

describe.each(['cost', 'tokens', 'input', 'output', 'cache-read', 'calls', 'latency', 'p95', 'errors'])(
  '--by %s',
  (by) => {
    test('only changes the order', async () => {
      const sorted = await log.top({ by });
      const { rows } = whole;
      const bare = ({ rank, ...row }: (typeof rows)[number]) => JSON.stringify(row);
      expect(sorted.rows.map(bare).toSorted()).toEqual(rows.map(bare).toSorted());
      expectToAddUp(sorted);
    });
  },
);

describe('filters hold for the total too', () => {
  const conditions = [
    "model LIKE 'claude%'",
    "feature = 'chat'",
    'cost_usd > 0.01',
    'output_tokens IS NULL',
    "status = 'error'",
    "kind = 'tool'",
    "trace_id = 'rolled'",
    'user_id IS NOT NULL',
    "list_contains(tags, 'beta')",
    "file LIKE '%demo%'",
    'false',
  ];
  afterAll(() => log.filter('true'));

  test.each(conditions)('%s, and its contrary, make the whole', async (condition) => {
    const { totals } = whole;
    const parts: Top[] = [];
    for (const where of [`(${condition}) IS TRUE`, `(${condition}) IS NOT TRUE`]) {
      await log.filter(where);
      const part = await log.top({ group: 'day,feature' });
      expectToAddUp(part);
      parts.push(part);
    }
    const cost = parts.reduce((sum, part) => sum + pico(part.totals['cost_usd']), 0n);
    expect(cost).toBe(pico(totals['cost_usd']));
    for (const key of measures)
      expect([
        key,
        summed(
          parts.map((part) => part.totals),
          key,
        ),
      ]).toEqual([key, Number(totals[key])]);
  });
});

test('a call with two tags of one key stands under the first: it is not counted twice', async () => {
  await log.filter("trace_id = 'tags'");
  const { rows, totals } = await log.top({ group: 'tag:team' });
  expect(rows.map(({ key, calls, cost_usd }) => ({ key, calls, cost_usd }))).toEqual([
    { key: 'blue', calls: 1, cost_usd: '0.004500000000' },
    { key: 'red', calls: 1, cost_usd: '0.004500000000' },
    { key: null, calls: 1, cost_usd: '0.004500000000' },
  ]);
  expect(totals).toMatchObject({ calls: 3, cost_usd: '0.013500000000' });
  await log.filter('true');
});

test('a trace takes as long as from its first start to its last end, as far as that is known', async () => {
  const span = (trace_id: string, span_id: string, second: number, latency_ms?: number) => ({
    ...{ trace_id, span_id, model: 'gpt-4o', input_tokens: 1, latency_ms },
    timestamp: new Date(Date.UTC(2026, 10, 2, 10, 0, second)).toISOString(),
  });
  const { rows } = await answer([
    'top',
    everySpan([
      ...[span('whole', 'a', 0, 9000), span('whole', 'b', 2, 500)],
      ...[span('late', 'a', 0, 100), span('late', 'b', 4)],
      ...[span('starts', 'a', 0), span('starts', 'b', 3)],
      span('unknown', 'a', 0),
      { ...span('untimed', 'a', 0, 70), timestamp: undefined },
    ]),
  ]);
  expect(Object.fromEntries(rows.map(({ key, latency_ms }) => [key, latency_ms]))).toEqual({
    ...{ whole: 9000, late: 4000, starts: 3000, unknown: null, untimed: 70 },
  });
});
