import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ruleNames } from '../src/analyses/check/rules.ts';
import { answer, type Fields, folder, log, run, type World } from './run.ts';

/** Every rule where it holds, where it does not, and where there is nothing to judge. */

const at = (day: number, hour = 12) => new Date(Date.UTC(2026, 10, day, hour)).toISOString();

let ids = 0;

function call(fields: object = {}): object {
  ids += 1;
  return {
    ...{ trace_id: 't', span_id: `s${ids}`, timestamp: at(2), kind: 'llm', model: 'claude-sonnet-4-5' },
    ...{ uncached_input_tokens: 1000, output_tokens: 100, latency_ms: 900, cost_usd: 0.01, ...fields },
  };
}

const many = (count: number, fields: (index: number) => object) =>
  Array.from({ length: count }, (_, index) => call(fields(index)));
const tool = (id: string) => ({
  trace_id: 't',
  span_id: id,
  timestamp: at(2),
  kind: 'tool',
  tool: 'search',
  arguments: { id },
  latency_ms: 5,
  status: 'ok',
});
/** Forty calls a day for ten days, and then one at a dollar. */
const spiked = [
  ...many(400, (index) => ({ trace_id: `t${index}`, timestamp: at(1 + Math.floor(index / 40), index % 24) })),
  call({ trace_id: 'spike', timestamp: at(10, 23), cost_usd: 1 }),
];
const stuck = many(8, (index) => ({ timestamp: at(2, 8 + index), cost_usd: 0.1 })).flatMap((one, index) => [
  one,
  {
    ...tool(`loop${index}`),
    timestamp: new Date(Date.UTC(2026, 10, 2, 8 + index, 1)).toISOString(),
    arguments: { id: 7 },
    output: 'nothing',
  },
]);
/** A dollar each Monday, three on the last. */
const mondays = [2, 9, 16, 23].map((day) => call({ timestamp: at(day), cost_usd: day === 23 ? 3 : 1 }));
const week = (from: number, cost_usd: number) =>
  many(20, (index) => ({
    trace_id: `w${from}-${index}`,
    timestamp: at(from + (index % 7)),
    cost_usd: cost_usd + index / 10_000,
  }));
const weeks = [...week(2, 0.01), ...week(9, 0.02)];
const secondWeek = ['--window', '2026-11-09..2026-11-15', '--against', 'prev'];

type Case = {
  readonly lines: readonly object[];
  /** Limits under which the rule holds, and under which it does not. */
  readonly holds: string;
  readonly fails: string;
  readonly value: number;
  readonly worst: string | null;
  readonly more?: readonly string[];
};

const cases: Readonly<Record<string, Case>> = {
  'max-llm-calls': { lines: many(4, () => ({})), holds: '4', fails: '3', value: 4, worst: 't' },
  'max-same-tool': { lines: [call(), tool('a'), tool('b')], holds: '2', fails: '1', value: 2, worst: 't' },
  'max-trace-cost': { lines: many(3, () => ({})), holds: '$0.03', fails: '0.029', value: 0.03, worst: 't' },
  'max-span-cost': { lines: many(3, () => ({})), holds: '0.01', fails: '0.009', value: 0.01, worst: 't' },
  'max-trace-input-tokens': {
    lines: many(3, () => ({})),
    holds: '3,000',
    fails: '2999',
    value: 3000,
    worst: 't',
  },
  'max-error-rate': {
    lines: many(4, (index) => ({ status: index === 0 ? 'error' : 'ok' })),
    ...{ holds: '25%', fails: '24%', value: 0.25, worst: 't' },
  },
  'max-p95-ms': { lines: many(3, () => ({})), holds: '900', fails: '0.8s', value: 900, worst: 't' },
  'max-ttft-p95-ms': {
    lines: many(3, () => ({ ttft_ms: 300 })),
    holds: '300ms',
    fails: '299',
    value: 300,
    worst: 't',
  },
  budget: { lines: mondays, holds: '6/month', fails: '5.9/month', value: 6, worst: 't' },
  'max-spend-vs-forecast': { lines: mondays, holds: '3x', fails: '2.9x', value: 3, worst: 't' },
  // 150,000 of 200,000 tokens
  'max-context-fill': {
    lines: [call({ model: 'claude-haiku-4-5', uncached_input_tokens: 150_000 })],
    ...{ holds: '75%', fails: '74%', value: 0.75, worst: 't' },
  },
  'max-temperature': {
    lines: [call({ temperature: 0.9 })],
    holds: '0.9',
    fails: '0.7',
    value: 0.9,
    worst: 't',
  },
  'max-unpriced': {
    lines: [call(), call({ model: 'house-model', cost_usd: null })],
    ...{ holds: '50%', fails: '49%', value: 0.5, worst: 't' },
  },
  'max-anomaly-excess': { lines: spiked, holds: '0.99', fails: '0.98', value: 0.99, worst: 'spike' },
  'min-cache-hit-ratio': {
    lines: [call({ uncached_input_tokens: 600, cache_read_tokens: 400 })],
    ...{ holds: '40%', fails: '41%', value: 0.4, worst: 't' },
  },
};

const row = async (
  lines: readonly object[],
  rule: string,
  code: number,
  more: readonly string[] = [],
): Promise<Fields> => {
  const { rows } = await answer(
    ['check', '--rule', rule, '--now', '2026-12-01', ...more, log(lines)],
    {},
    code,
  );
  return rows[0] as Fields;
};

describe.each(Object.entries(cases))('%s', (name, { lines, holds, fails, value, worst }) => {
  test('holds up to its limit and fails beyond it', async () => {
    expect(await row(lines, `${name}=${holds}`, 0)).toMatchObject({ rule: name, status: 'ok', value });
    expect(await row(lines, `${name}=${fails}`, 1)).toMatchObject({
      rule: name,
      status: 'fail',
      value,
      worst_trace_id: worst,
    });
  });
});

describe('every rule', () => {
  test('has a case that passes and one that fails', () => {
    const elsewhere = ['budget-warn', 'max-loop-waste', 'max-increase'];
    expect([...Object.keys(cases), ...elsewhere].sort()).toEqual([...ruleNames].sort());
  });

  test.each(ruleNames)('%s ends with 4 on an empty log, and with 0 where that is to pass', async (name) => {
    const rules = ['--rule', name, ...(name === 'budget-warn' ? ['--rule', 'budget'] : [])];
    const against = name === 'max-increase' ? ['--against', 'lastweek'] : [];
    const empty = await run(['check', ...rules, ...against, log([])]);
    expect({ code: empty.code, stdout: empty.stdout }).toEqual({
      code: 4,
      stdout: 'nothing to judge\n\n(no rows)\n',
    });
    expect((await run(['check', ...rules, ...against, '--on-empty', 'pass', log([])])).code).toBe(0);
  });

  const bare = { trace_id: 't', kind: 'llm', timestamp: at(2) };

  test('that the log cannot tell is skipped, and says so beside what could be judged', async () => {
    const { code, stdout, stderr } = await run([
      ...['check', '--rule', 'max-p95-ms', '--rule', 'max-llm-calls', log([bare])],
    ]);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'max-p95-ms: not judged: the log does not tell p95 of the latency of model calls\n',
    });
    expect(stdout).toContain('every rule holds, 1 could not be judged');
  });

  test('that the log cannot tell opens no gate where it is the only one', async () => {
    expect(await row([bare], 'max-p95-ms', 4)).toMatchObject({ status: 'skip', value: null });
    const { code, stdout } = await run(['check', '--rule', 'max-p95-ms', '--on-empty', 'pass', log([bare])]);
    expect(code).toBe(0);
    expect(stdout).toContain('nothing could be judged');
  });
});

describe('the rules that lean on others', () => {
  test('budget-warn tells of a budget that is nearly spent, and fails nothing', async () => {
    const argv = [
      'check',
      '--rule',
      'budget=7/month',
      '--rule',
      'budget-warn=80%',
      '--now',
      '2026-12-01',
      log(mondays),
    ];
    const { code, stderr } = await run(argv);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'budget-warn: $6.00 of a budget of $7.00 for the month\n',
    });
  });

  test('a budget counts the whole month, also what of it lies before the window', async () => {
    expect(await row(mondays, 'budget=5/month', 1, ['--window', '2026-11-23'])).toMatchObject({ value: 6 });
  });

  test('max-loop-waste counts what loops wasted', async () => {
    const { value } = await row(stuck, 'max-loop-waste=0.01', 1);
    expect(Number(value)).toBeGreaterThan(0.3);
    expect(await row(stuck, 'max-loop-waste=100', 0)).toMatchObject({ status: 'ok', worst_trace_id: 't' });
  });

  test('max-increase compares what a trace costs with the window before', async () => {
    expect(await row(weeks, 'max-increase=25%', 1, secondWeek)).toMatchObject({
      status: 'fail',
      worst_trace_id: 'w9-19',
    });
    expect(await row(weeks, 'max-increase=100%', 0, secondWeek)).toMatchObject({ status: 'ok' });
  });

  test('an increase that chance explains is none', async () => {
    const cost = (index: number) => (index % 10 === 0 ? 1 : 0.01 + (index * 7919) / 1e7);
    const noisy = [2, 9].flatMap((from) =>
      many(20, (index) => ({
        trace_id: `n${from}-${index}`,
        timestamp: at(from),
        cost_usd: cost(index + (from === 9 && index === 5 ? 5 : 0)),
      })),
    );
    const { status, why } = await row(noisy, 'max-increase=10%', 0, secondWeek);
    expect({ status, why }).toEqual({ status: 'ok', why: expect.stringContaining('no more than chance') });
  });

  test('max-increase is judged as diff judges, and says what diff would say', async () => {
    const twice = [
      ...many(20, (index) => ({ trace_id: `a${index}`, timestamp: at(2, index % 24) })),
      ...many(60, (index) => ({ trace_id: `b${index % 20}`, timestamp: at(9, index % 24) })),
    ];
    const windows = ['2026-11-02', '2026-11-09'] as const;
    const { totals } = await answer(['diff', ...windows, '--per', 'trace', log(twice)]);
    const more = ['--window', windows[1], '--against', windows[0]];
    const found = await row(twice, 'max-increase=25%', 1, more);
    expect(found).toMatchObject({
      value: totals['change'],
      why: '$0.01 → $0.03 a trace, 20 → 20 traces; calls per trace +$0.02',
      see: 'llmtrace diff 2026-11-02 2026-11-09',
    });
    expect(await row(twice, 'max-increase=250%', 0, more)).toMatchObject({ status: 'ok', value: 2 });
  });

  test('max-increase sees a factor that changed for sure where the cost of a trace alone is too noisy to tell', async () => {
    // Traces of very unlike lengths; each call costs 1.6 times as much.
    const runs = (from: number, factor: number) =>
      Array.from({ length: 12 }, (_, trace) =>
        many([1, 2, 5, 40][trace % 4] ?? 1, (index) => ({
          ...{ trace_id: `r${from}-${trace}`, timestamp: at(from, index % 24) },
          ...{
            output_tokens: 100 * factor,
            uncached_input_tokens: 0,
            cost_usd: (0.01 + trace / 1e5) * factor,
          },
        })),
      ).flat();
    const lines = [...runs(2, 1), ...runs(9, 1.6)];
    const found = await row(lines, 'max-increase=25%', 1, [
      '--window',
      '2026-11-09',
      '--against',
      '2026-11-02',
    ]);
    expect(found).toMatchObject({ status: 'fail', why: expect.stringContaining('; output size +$') });
    const { totals } = await answer(['diff', '2026-11-02', '2026-11-09', log(lines)]);
    expect(Number(totals['delta_per_trace_low_usd'])).toBeLessThan(0);
    // The same by what a small file remembers.
    const cwd = folder();
    await run(['check', '--save-baseline', 'base.json', log(runs(2, 1))], { cwd });
    const gate = ['check', '--against', 'base.json', '--max-increase', '25%'];
    const [later] = (await answer([...gate, log(runs(9, 1.6))], { cwd }, 1)).rows;
    expect(later).toMatchObject({ status: 'fail', why: expect.stringContaining('; cost of a call +$') });
    expect((await run([...gate, log(runs(16, 1))], { cwd })).code).toBe(0);
  });

  test('max-increase over a window without a price is not judged', async () => {
    const free = [
      ...many(8, (index) => ({
        trace_id: `u${index}`,
        timestamp: at(2),
        model: 'house-model',
        cost_usd: null,
      })),
      ...many(8, (index) => ({ trace_id: `p${index}`, timestamp: at(9) })),
    ];
    const more = ['--window', '2026-11-09', '--against', '2026-11-02'];
    expect(await row(free, 'max-increase=25%', 4, more)).toMatchObject({ status: 'skip', value: null });
  });

  test('max-increase compares with a saved baseline, which is small, stable and without content', async () => {
    const cwd = folder();
    const lines = log(week(2, 0.01));
    const save = ['check', '--save-baseline', 'base.json', lines];
    expect((await run(save, { cwd })).code).toBe(0);
    const saved = readFileSync(path.join(cwd, 'base.json'), 'utf8');
    expect(JSON.parse(saved)).toMatchObject({
      schema: 'llmtrace.baseline/1',
      traces: 20,
      cost_per_trace_usd: 0.01095,
    });
    await run(save, { cwd });
    expect(readFileSync(path.join(cwd, 'base.json'), 'utf8')).toBe(saved);
    const against = (file: string, world: World = { cwd }) =>
      run(['check', '--against', 'base.json', '--max-increase', '25%', file], world);
    expect((await against(lines)).code).toBe(0);
    expect((await against(log(week(9, 0.02)))).code).toBe(1);
    expect((await against(lines, { cwd: folder() })).code).toBe(3);
  });
});

describe('a baseline', () => {
  test('is written only of what there is', async () => {
    const cwd = folder();
    const save = (lines: readonly object[]) =>
      run(['check', '--save-baseline', 'base.json', log(lines)], { cwd });
    const unpriced = call({ model: 'house-model', cost_usd: null });
    expect((await save([])).code).toBe(4);
    expect(await save([unpriced])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('no trace has a known cost'),
    });
    expect(existsSync(path.join(cwd, 'base.json'))).toBe(false);
    const { code, stdout } = await save([call()]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'saved base.json: 1 trace at $0.01 each\n\n(no rows)\n',
    });
  });
});

describe('what cannot be asked', () => {
  test.each([
    ['max-trace-cots=1', 'did you mean "max-trace-cost"'],
    ['max-trace-cost=much', '"much" is no limit for it (example: max-trace-cost=0.5)'],
    ['budget=5', 'example: budget=200/month'],
    ['budget-warn=80%', 'there is no budget'],
    ['max-increase=25%', 'more than what?'],
  ])('%s', async (rule, message) => {
    const { code, stderr } = await run(['check', '--rule', rule, log([call()])]);
    expect({ code, stderr: stderr.toLowerCase() }).toEqual({
      code: 2,
      stderr: expect.stringContaining(message.toLowerCase()),
    });
  });
});

test('rules of the config hold unless the command line says otherwise; false switches one off', async () => {
  const cwd = folder();
  const config = { check: { 'max-trace-cost': 0.005, 'max-span-cost': false } };
  const { writeFileSync } = await import('node:fs');
  writeFileSync(path.join(cwd, 'llmtrace.json'), JSON.stringify(config));
  const file = log([call()]);
  const names = async (argv: readonly string[], code: number) =>
    (await answer(argv, { cwd }, code)).rows.map(({ rule }) => rule);
  expect(await names(['check', file], 1)).toEqual(['max-trace-cost']);
  expect(await names(['check', '--rule', 'max-trace-cost=1', file], 0)).toEqual(['max-trace-cost']);
});

test('the step summary of GitHub gets the table', async () => {
  const summary = path.join(folder(), 'summary.md');
  const { code } = await run(['check', '-f', 'github', log([call()])], {
    env: { GITHUB_STEP_SUMMARY: summary },
  });
  expect({ code, exists: existsSync(summary) }).toEqual({ code: 0, exists: true });
  expect(readFileSync(summary, 'utf8')).toContain('| max-trace-cost | ok |');
});
