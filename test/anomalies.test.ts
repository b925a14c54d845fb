import { describe, expect, test } from 'vitest';
import { answer, type Fields, log, run } from './run.ts';

/** What is far above its own past, on logs whose answer can be counted by hand. */

type Call = { readonly day: number; readonly hour: number; readonly minute?: number } & Record<
  string,
  unknown
>;

let calls = 0;

/** A call on a day of November 2026 (day 0: Sunday the 1st). */
function call({ day, hour, minute = 0, ...fields }: Call): object {
  calls += 1;
  return {
    trace_id: `t${calls}`,
    span_id: `s${calls}`,
    timestamp: new Date(Date.UTC(2026, 10, 1 + day, hour, minute)).toISOString(),
    kind: 'llm',
    model: 'claude-sonnet-4-5',
    feature: 'chat',
    input_tokens: 1000,
    output_tokens: 100,
    cost_usd: 0.01,
    ...fields,
  };
}

/** Two calls each hour of each day, at a cent. */
function steady(days: number, fields: (day: number, hour: number) => object = () => ({})): object[] {
  return Array.from(
    { length: days * 24 },
    (_, index) => [Math.floor(index / 24), index % 24] as const,
  ).flatMap(([day, hour]) => [0, 30].map((minute) => call({ day, hour, minute, ...fields(day, hour) })));
}

const dear = { input_tokens: 100_000, cost_usd: 1 };
const found = async (lines: readonly object[], ...more: readonly string[]) =>
  answer(['anomalies', '--all', ...more, log(lines)]);
const kinds = (rows: readonly Fields[]) => rows.map(({ kind }) => kind);

describe('a single call', () => {
  test('far beyond p99 and p50 is a point: by how much, by which factor, in which trace', async () => {
    const spike = call({ day: 9, hour: 2, span_id: 'spike', trace_id: 'trace', ...dear });
    const { rows, totals } = await found([...steady(10), spike]);
    expect(rows).toEqual([
      expect.objectContaining({
        ...{ grain: 'call', kind: 'point', key: 'spike', group: 'chat', metric: 'cost', factor: 'input' },
        ...{ at: '2026-11-10T02:00:00.000Z', value: 1, p50: 0.01, p99: 0.01, ratio: 100, n: 1 },
        ...{ excess_usd: 0.99, trace_ids: ['trace'] },
      }),
    ]);
    // 481 calls, of which the first day's 48 have nothing before them
    expect(totals).toMatchObject({ findings: 1, excess_usd: 0.99, calls: 481, judged_calls: 433 });
  });

  test('of less than twice the p99 is none, and neither is any of a constant cost', async () => {
    const calls = steady(10, (_, hour) => ({ cost_usd: hour === 3 ? 0.04 : 0.01 }));
    expect((await found([...calls, call({ day: 9, hour: 5, cost_usd: 0.079 })])).rows).toEqual([]);
    expect(kinds((await found([...calls, call({ day: 9, hour: 5, cost_usd: 0.081 })])).rows)).toEqual([
      'point',
    ]);
    expect((await found(steady(10))).rows).toEqual([]);
  });

  test('is judged by what came before it alone', async () => {
    const [early, late] = [call({ day: 0, hour: 1, ...dear }), call({ day: 9, hour: 1, ...dear })];
    expect(kinds((await found([early, ...steady(10)])).rows)).toEqual([]);
    expect(kinds((await found([...steady(10), late])).rows)).toEqual(['point']);
  });

  test('is judged by the past of the window, not only by what is in it', async () => {
    const lines = [...steady(10), call({ day: 9, hour: 23, minute: 59, ...dear })];
    const inside = ['--window', '2026-11-10T23:00Z..2026-11-11T00:00Z'];
    const { rows, totals } = await found(lines, ...inside);
    expect(kinds(rows)).toEqual(['point']);
    expect(totals).toMatchObject({ calls: 3, judged_calls: 3, cost_usd: 1.02 });
  });

  test('of a log of hours is judged by the hours before', async () => {
    const lines = [...steady(2), call({ day: 1, hour: 23, ...dear })];
    expect(kinds((await found(lines)).rows)).toEqual(['point']);
  });

  test('in a group too young is judged by all calls, and the group is listed', async () => {
    const young = [1, 2].map((minute) => call({ day: 9, hour: 4, minute, feature: 'new' }));
    const lines = [...steady(10), ...young, call({ day: 9, hour: 5, feature: 'new', ...dear })];
    const report = await found(lines);
    expect(report.rows).toEqual([expect.objectContaining({ group: 'new', kind: 'point' })]);
    expect((report as unknown as { not_judged: object[] }).not_judged).toEqual([
      {
        group: 'new',
        calls: 3,
        cost_usd: 1.02,
        by_all_calls: 3,
        baseline_calls: null,
        reason: 'no calls before',
      },
    ]);
  });
});

describe('single calls that one value explains', () => {
  const users = (...names: readonly string[]) =>
    names.map((user_id, index) =>
      call({ day: 9, hour: 4 + index, user_id, span_id: `dear${index}`, trace_id: `run${index}`, ...dear }),
    );
  const told = async (lines: readonly object[]) =>
    (await found(lines)).rows.map(({ top_field, n, excess_usd }) => ({ top_field, n, excess_usd }));
  const past = steady(10, (_, hour) => ({ user_id: `u${hour}` }));

  test('are one finding, with all of them inside', async () => {
    const { rows, totals } = await found([...past, ...users('u5', 'u5', 'u7', 'u5')]);
    expect(rows).toEqual([
      expect.objectContaining({
        ...{ kind: 'point', grain: 'call', key: 'chat user_id=u5', top_field: 'user_id=u5', n: 3 },
        ...{ at: '2026-11-10T04:00:00.000Z', last_at: '2026-11-10T07:00:00.000Z', value: 1, p50: 0.01 },
        ...{ excess_usd: 2.97, ratio: 100, factor: 'input', keys: ['dear0', 'dear1', 'dear3'] },
        trace_ids: ['run0', 'run1', 'run3'],
      }),
      expect.objectContaining({ key: 'dear2', keys: ['dear2'], n: 1, excess_usd: 0.99, last_at: null }),
    ]);
    expect(totals).toMatchObject({ findings: 2, excess_usd: 3.96 });
  });

  test('are as many findings as there are such values', async () => {
    expect(await told([...past, ...users('u5', 'u7', 'u5', 'u7', 'u5', 'u7')])).toEqual([
      { top_field: 'user_id=u5', n: 3, excess_usd: 2.97 },
      { top_field: 'user_id=u7', n: 3, excess_usd: 2.97 },
    ]);
  });

  test('stay apart where fewer than three share it', async () => {
    const alone = { top_field: null, n: 1, excess_usd: 0.99 };
    expect(await told([...past, ...users('u0', 'u1', 'u0', 'u1')])).toEqual([alone, alone, alone, alone]);
  });

  test('stay apart where the value is that of most calls anyway', async () => {
    const most = steady(10, (_, hour) => ({ user_id: hour < 20 ? 'u5' : `u${hour}` }));
    expect(await told([...most, ...users('u5', 'u5', 'u5')])).toHaveLength(3);
  });

  test('may be a prompt, too', async () => {
    const prompts = [0, 1, 2].map((index) =>
      call({ day: 9, hour: 4 + index, prompt_hash: 'long', user_id: `u${index}`, ...dear }),
    );
    const usual = steady(10, (_, hour) => ({ prompt_hash: `p${hour % 6}` }));
    const [row, ...others] = (await found([...usual, ...prompts])).rows;
    expect(others).toEqual([]);
    expect(row).toMatchObject({ n: 3, excess_usd: 2.97 });
  });
});

describe('calls without any id', () => {
  test('are judged all the same, and never taken for one trace', async () => {
    const bare = (fields: Call) => ({ ...call(fields), trace_id: undefined, span_id: undefined });
    const lines = [
      ...Array.from({ length: 480 }, (_, index) => bare({ day: Math.floor(index / 48), hour: index % 24 })),
      bare({ day: 9, hour: 23, minute: 30, ...dear }),
    ];
    const { rows } = await found(lines);
    expect(rows).toEqual([expect.objectContaining({ kind: 'point', grain: 'call', n: 1, excess_usd: 0.99 })]);
  });
});

describe('failed calls', () => {
  test('without a cost do not drag the usual down', async () => {
    const failures = steady(10, () => ({ cost_usd: 0, status: 'error', input_tokens: 0, output_tokens: 0 }));
    const report = await found([...steady(10), ...failures]);
    expect(report.rows).toEqual([]);
    expect(report.totals).toMatchObject({ failed_calls: 480 });
  });
});

describe('a group', () => {
  const doubled = steady(14, (day, hour) =>
    day > 10 || (day === 10 && hour >= 14)
      ? { input_tokens: 2500, cost_usd: 0.02, release: 'b' }
      : { release: 'a' },
  );

  test('that costs twice as much for each call from an hour on has shifted then: one finding, with its release', async () => {
    const { rows } = await found(doubled);
    expect(rows).toEqual([
      expect.objectContaining({
        ...{
          grain: 'day',
          kind: 'shift',
          key: 'chat 2026-11-11',
          group: 'chat',
          at: '2026-11-11T14:00:00.000Z',
        },
        ...{
          value: 0.02,
          p50: 0.01,
          ratio: 2,
          n: 164,
          excess_usd: 1.64,
          factor: 'input',
          top_field: 'release=b',
        },
      }),
    ]);
  });

  test('is told the same in whatever order its calls were logged', async () => {
    const lines = [...doubled, call({ day: 12, hour: 3, ...dear })];
    const { rows } = await found(lines);
    expect((await found(lines.toReversed())).rows).toEqual(rows);
    expect(kinds(rows)).toEqual(['shift', 'point']);
  });

  test('with three times the calls has more volume, and no call of it is dear', async () => {
    const crowd = Array.from({ length: 96 }, (_, index) =>
      call({ day: 12, hour: 8 + Math.floor(index / 8), minute: 5 + (index % 8) }),
    );
    const { rows } = await found([...steady(14), ...crowd]);
    expect(kinds(rows)).toEqual(['volume']);
    expect(rows[0]).toMatchObject({ metric: 'calls', group: 'chat' });
  });

  test('that ends with what is judged is refused', async () => {
    const { code, stderr } = await run(['anomalies', '--group', 'trace', log(steady(1))]);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('--group: trace') });
  });
});

describe('what stands in a baseline', () => {
  // 30 calls a day, dear on the first day alone; the last day holds one that is dear again.
  const days = (dearDay: number, lastDay: number) => [
    ...Array.from({ length: lastDay + 1 }, (_, day) =>
      Array.from({ length: 30 }, (_, index) =>
        call({ day, hour: index % 24, minute: index, cost_usd: day === dearDay ? 1 : 0.01 }),
      ),
    ).flat(),
    call({ day: lastDay, hour: 23, minute: 59, span_id: `dear${dearDay}`, cost_usd: 1 }),
  ];
  const points = async (lines: readonly object[], ...more: readonly string[]) =>
    (await found(lines, '--grain', 'call', ...more)).rows.map(({ key }) => key);
  const onLast = (day: number) => ['--window', `2026-11-${String(day + 1).padStart(2, '0')}`];

  test.each([
    // Judged on day 5: of three days before it, days 2, 3 and 4.
    ['3d', 5, 2, []],
    ['3d', 5, 1, ['dear1']],
    ['2d', 5, 3, []],
    ['2d', 5, 2, ['dear2']],
  ])('--baseline %s of day %i: day %i makes %j stand out', async (baseline, last, dearDay, expected) => {
    expect(await points(days(dearDay, last), '--baseline', baseline, ...onLast(last))).toEqual(expected);
  });

  test('1w is 7d, and anything else is explained', async () => {
    const lines = days(0, 5);
    const [week, seven] = [await found(lines, '--baseline', '1w'), await found(lines, '--baseline', '7d')];
    expect(week.rows).toEqual(seven.rows);
    for (const bad of ['0d', '91d', '7', 'week']) {
      const { code, stderr } = await run(['anomalies', '--baseline', bad, log(lines)]);
      expect({ code, said: stderr.includes(`"${bad}" is not a number of days`) }).toEqual({
        code: 2,
        said: true,
      });
    }
  });

  test('days are those of the zone: what is late on one day in Tokyo is the day before in New York', async () => {
    // A day of 20:00 UTC calls at a dollar: in Tokyo it is the 5th already, in New York the 4th still.
    const calls = (day: number, cost_usd: number) =>
      Array.from({ length: 40 }, (_, minute) => call({ day, hour: 20, minute, cost_usd }));
    const lines = [
      ...Array.from({ length: 12 }, (_, day) => calls(day, day === 8 ? 0.03 : 0.01 + day / 1e6)).flat(),
    ];
    const keys = async (tz: string) =>
      (await found(lines, '--tz', tz)).rows.filter(({ kind }) => kind === 'shift').map(({ key }) => key);
    expect(await keys('Asia/Tokyo')).toEqual(['chat 2026-11-10']);
    expect(await keys('America/New_York')).toEqual(['chat 2026-11-09']);
  });
});

describe('a level that changes for days', () => {
  const level = (of: (hours: number) => number) =>
    steady(16, (day, hour) => {
      const times = of(24 * (day - 11) + hour);
      return { input_tokens: Math.round(1000 * times), cost_usd: 0.01 * times };
    });

  test('in one step has shifted, in the hour of the step', async () => {
    const { rows } = await found(level((hours) => (hours < 3 ? 1 : 3)));
    expect(rows).toMatchObject([
      { kind: 'shift', at: '2026-11-12T03:00:00.000Z', ratio: 3, factor: 'input' },
    ]);
  });

  test('more and more has drifted, from where it began and not from where that shows', async () => {
    const { rows } = await found(level((hours) => 1 + Math.max(0, hours) / 50));
    expect(rows).toMatchObject([{ kind: 'drift', factor: 'input' }]);
    const error = (Date.parse(String(rows[0]?.['at'])) - Date.UTC(2026, 10, 12)) / 3_600_000;
    expect(Math.abs(error)).toBeLessThanOrEqual(2);
  });
});

describe('the simple rule', () => {
  test('finds what costs more than twice the p50', async () => {
    const lines = [
      ...steady(10),
      call({ day: 9, hour: 5, cost_usd: 0.021 }),
      call({ day: 9, hour: 6, cost_usd: 0.02 }),
    ];
    const { rows } = await found(lines, '--rule', 'p50');
    expect(rows.map(({ kind, value }) => ({ kind, value }))).toEqual([{ kind: 'point', value: 0.021 }]);
  });
});

test('--fail-on ends with 1 where it holds', async () => {
  const lines = log([...steady(10), call({ day: 9, hour: 2, ...dear })]);
  expect((await run(['anomalies', '--fail-on', 'excess_usd>0.5', lines])).code).toBe(1);
  expect((await run(['anomalies', '--fail-on', 'excess_usd>1', lines])).code).toBe(0);
});
