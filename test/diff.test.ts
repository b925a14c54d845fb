import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Answer, answer, type Fields, folder, log, root, run, type World } from './run.ts';

/** What `diff` says of logs small enough to count by hand. */

type Call = Readonly<Record<string, unknown>>;

let ids = 0;

/** A call of claude-sonnet-4-5, $3 and $15 a million: by default 1,000 tokens in and 100 out, $0.0045. */
function call(trace: string, at: string, more: Call = {}): Call {
  ids += 1;
  return {
    ...{ trace_id: trace, span_id: `s${ids}`, started_at: at, kind: 'llm', name: 'answer' },
    ...{ model: 'claude-sonnet-4-5', uncached_input_tokens: 1000, cache_read_tokens: 0, output_tokens: 100 },
    ...more,
  };
}

/** So many traces of one call each, on the hours of a day. */
const traces = (name: string, day: string, count: number, more: Call = {}) =>
  Array.from({ length: count }, (_, at) =>
    call(`${name}${at}`, `${day}T${String(at % 24).padStart(2, '0')}:10:00Z`, more),
  );

type Term = { readonly factor: string; readonly usd: number; readonly significant: boolean };
type Side = { readonly cost_usd: number; readonly traces: number; readonly calls: number };
type Diff = Omit<Answer, 'meta' | 'totals'> & {
  readonly meta: Fields & {
    readonly per: string;
    readonly windows: Readonly<Record<'before' | 'after', { start: string; end: string; days: number }>>;
  };
  readonly totals: { readonly before: Side; readonly after: Side; readonly delta_usd: number };
  readonly terms: readonly Term[];
  readonly differs: readonly {
    readonly field: string;
    readonly value: string;
    readonly also: readonly string[];
  }[];
  readonly likely_causes: readonly {
    readonly symptom: string;
    readonly evidence: string;
    readonly see: string;
  }[];
  readonly examples: readonly { readonly trace_id: string }[];
};

const diff = async (argv: readonly string[], code = 0, world: World = {}) =>
  (await answer(['diff', ...argv], world, code)) as unknown as Diff;

const moved = ({ terms }: Diff) =>
  Object.fromEntries(terms.filter(({ usd }) => usd !== 0).map(({ factor, usd }) => [factor, usd]));

const [first, second] = ['2026-11-02', '2026-11-03'];

describe('two days', () => {
  // 8 traces of $0.0045 against 8 of two calls each, one of them with 2,000 tokens in: $0.0045 + $0.0075.
  const input = log([
    ...traces('a', first, 8),
    ...traces('b', second, 8),
    ...traces('b', second, 8, { uncached_input_tokens: 2000 }),
  ]);

  test('are told apart to the cent: $0.036 and $0.096, more calls of larger prompts', async () => {
    const found = await diff([first, second, input]);
    expect(found.totals).toMatchObject({
      before: { cost_usd: 0.036, traces: 8, calls: 8 },
      after: { cost_usd: 0.096, traces: 8, calls: 16 },
      delta_usd: 0.06,
    });
    // Calls double and the mean prompt grows from 1,000 to 1,500: 0.036 + 0.012 + 0.012 for both together, halved.
    expect(moved(found)).toEqual({ calls_per_trace: 0.042, prompt_size: 0.018 });
    expect(found.rows).toMatchObject([{ key: 'answer', status: 'same', delta_usd: 0.06, significant: true }]);
    expect(found.terms.filter(({ significant }) => significant).map(({ factor }) => factor)).toEqual([
      'calls_per_trace',
      'prompt_size',
    ]);
    expect(found.examples).toHaveLength(2);
  });

  test('the other way round have the same terms, negated', async () => {
    const back = await diff([second, first, input]);
    expect(moved(back)).toEqual({ calls_per_trace: -0.042, prompt_size: -0.018 });
  });

  test('prev is the day before', async () => {
    expect(moved(await diff(['prev', second, input]))).toEqual(moved(await diff([first, second, input])));
  });

  test('filters apply to both sides and to the totals', async () => {
    const { totals } = await diff([first, second, '--where', 'input_tokens < 1500', input]);
    expect(totals).toMatchObject({ before: { cost_usd: 0.036 }, after: { cost_usd: 0.036 }, delta_usd: 0 });
  });

  test('a call belongs to the window of its own start, and a trace on both sides is told', async () => {
    const late = log([call('x', `${first}T23:59:59Z`), call('x', `${second}T00:00:00Z`)]);
    const found = await diff([first, second, late]);
    expect(found.totals).toMatchObject({ before: { calls: 1, traces: 1 }, after: { calls: 1, traces: 1 } });
    expect(found.notes).toContain('1 trace has calls on both sides: each call counts on its own side');
  });

  test('windows may overlap: what is in both counts in both', async () => {
    const found = await diff([second, `${first}..${second}`, '--align', 'none', input]);
    expect(found.totals).toMatchObject({ before: { cost_usd: 0.096 }, after: { cost_usd: 0.132 } });
    expect(found.notes).toContain('the windows overlap: 16 calls count on both sides');
  });
});

describe('files against files', () => {
  const [base, head] = [
    log(traces('case', first, 6)),
    log(traces('case', second, 6, { output_tokens: 300 })),
  ];

  test('are compared as plain sums, whatever time they took', async () => {
    const found = await diff([base, head]);
    expect(found.meta.per).toBe('window');
    expect(moved(found)).toEqual({ output_size: 0.018 });
    expect(found.likely_causes[0]).toMatchObject({
      symptom: 'answers are longer',
      evidence: 'answer: output tokens per call 100 → 300 (+$0.018)',
    });
  });

  test('that share ids do not eat each other: the same trace of two runs is two', async () => {
    const line = (output: number) => ({
      ...call('t', `${first}T10:00:00Z`),
      span_id: 'same',
      output_tokens: output,
    });
    const found = await diff([log([line(100)]), log([line(400)])]);
    expect(found.totals).toMatchObject({
      before: { cost_usd: 0.0045, calls: 1 },
      after: { cost_usd: 0.009, calls: 1 },
    });
    expect(found.meta).toMatchObject({ inputs: [{ duplicates: 0 }, { duplicates: 0 }] });
  });

  test('a file against itself has not changed', async () => {
    const found = await diff([base, base]);
    expect(found.totals).toMatchObject({
      before: { cost_usd: 0.027, calls: 6 },
      after: { cost_usd: 0.027, calls: 6 },
    });
    expect(moved(found)).toEqual({});
  });

  test('against a window of other files, and against standard input', async () => {
    const week = await diff([base, second, log(traces('w', second, 6))]);
    expect(week.totals).toMatchObject({ before: { cost_usd: 0.027 }, after: { cost_usd: 0.027 } });
    const piped = await diff([base, '-'], 0, { stdin: readFileSync(head, 'utf8') });
    expect(moved(piped)).toEqual({ output_size: 0.018 });
  });

  test('each trace by itself: the cases of a test suite', async () => {
    const { rows } = await diff([base, head, '--group', 'trace']);
    expect(rows).toHaveLength(6);
    expect(rows[0]).toMatchObject({ key: 'case0', status: 'same', delta_usd: 0.003 });
  });
});

describe('windows that are not alike', () => {
  const input = log([...traces('a', first, 12), ...traces('b', second, 24)]);

  test('one that is not over cuts the other to the same part', async () => {
    const now = ['--now', `${second}T06:00Z`];
    const found = await diff(['yesterday', 'today', ...now, input]);
    expect(found.meta.windows).toMatchObject({
      before: { start: `${first}T00:00:00.000Z`, end: `${first}T06:00:00.000Z` },
      after: { start: `${second}T00:00:00.000Z`, end: `${second}T06:00:00.000Z` },
    });
    expect(found.totals).toMatchObject({ before: { traces: 6 }, after: { traces: 6 }, delta_usd: 0 });
    expect(found.notes).toContain(
      'today is not over, so of yesterday only the first 6h 00m count (--align none compares plain sums)',
    );
    const plain = await diff(['yesterday', 'today', ...now, '--align', 'none', input]);
    expect(plain.totals).toMatchObject({ before: { traces: 12 }, after: { traces: 6 } });
  });

  test('of unequal lengths are compared per day', async () => {
    const found = await diff([`${first}..${second}`, second, input]);
    expect(found.meta.per).toBe('day');
    // 36 traces in two days against 24 in one.
    expect(found.totals).toMatchObject({ before: { cost_usd: 0.081 }, after: { cost_usd: 0.108 } });
    expect(moved(found)).toEqual({ traffic: 0.027 });
  });

  test('noon stays noon when the clocks change', async () => {
    const berlin = ['--tz', 'Europe/Berlin', '--now', '2026-10-25T12:00'];
    const { meta } = await diff(['yesterday', 'today', ...berlin, log(traces('x', '2026-10-24', 3))], 4);
    expect(meta.windows.before).toMatchObject({
      start: '2026-10-23T22:00:00.000Z',
      end: '2026-10-24T10:00:00.000Z',
    });
    expect(meta.windows.after).toMatchObject({
      start: '2026-10-24T22:00:00.000Z',
      end: '2026-10-25T11:00:00.000Z',
    });
  });

  test('dollars per trace or per call are counted when asked for', async () => {
    const found = await diff([first, second, '--per', 'trace', input]);
    expect(found.totals).toMatchObject({
      before: { cost_usd: 0.0045 },
      after: { cost_usd: 0.0045 },
      delta_usd: 0,
    });
  });
});

describe('spans that only one side has', () => {
  test('are terms of their own, tested by the traces that they are in', async () => {
    const input = log([
      ...traces('a', first, 20),
      ...traces('b', second, 20),
      ...traces('b', second, 20, { name: 'verify', model: 'gpt-4o', uncached_input_tokens: 100 }),
    ]);
    const found = await diff([first, second, input]);
    // 20 × (100 × $2.5 + 100 × $10) / 1e6
    expect(moved(found)).toEqual({ new_spans: 0.025 });
    expect(found.terms.find(({ factor }) => factor === 'new_spans')).toMatchObject({ significant: true });
    expect(found.rows[0]).toMatchObject({ key: 'verify', status: 'new' });
    expect(moved(await diff([second, first, input]))).toEqual({ vanished_spans: -0.025 });
  });

  test('are one span under two names when they do the same', async () => {
    const input = log([
      ...traces('a', first, 8, { name: 'answer_v1' }),
      ...traces('b', second, 8, { name: 'answer_v2', output_tokens: 120 }),
    ]);
    const found = await diff([first, second, input]);
    expect(found.rows).toMatchObject([{ key: 'answer_v2', status: 'same', renamed_from: 'answer_v1' }]);
    expect(moved(found)).toEqual({ output_size: 0.0024 });
    expect(found.notes.join()).toContain('answer_v2 is taken for answer_v1 under another name');
  });
});

describe('what is not known', () => {
  test('a call without a price is not free: it is counted, and has no part in the terms', async () => {
    const input = log([
      ...traces('a', first, 6),
      ...traces('b', second, 6),
      ...traces('b', second, 6, { model: 'house-model' }),
    ]);
    const found = await diff([first, second, input]);
    expect(found.totals).toMatchObject({
      after: { cost_usd: 0.027, calls: 12, unpriced_calls: 6 },
      delta_usd: 0,
    });
    expect(found.meta).toMatchObject({ unpriced_calls: 6 });
  });

  test('a logged cost without tokens is a price that changed', async () => {
    const costed = (name: string, day: string, cost_usd: number) =>
      traces(name, day, 6, {
        uncached_input_tokens: null,
        cache_read_tokens: null,
        output_tokens: null,
        model: 'x',
        cost_usd,
      });
    const found = await diff([
      first,
      second,
      log([...costed('a', first, 0.01), ...costed('b', second, 0.02)]),
    ]);
    expect(moved(found)).toEqual({ unit_price: 0.06 });
  });

  test('below six traces a side there is nothing to tell from noise', async () => {
    const input = log([...traces('a', first, 5), ...traces('b', second, 5, { output_tokens: 900 })]);
    const found = await diff([first, second, input]);
    expect(found.terms.some(({ significant }) => significant)).toBe(false);
    expect(found.notes.join()).toContain('too few traces to tell change from noise');
  });

  test('the same spans in another order, on other threads, give the same bytes', async () => {
    const lines = readFileSync(path.join(root, 'fixtures/demo.jsonl'), 'utf8').trimEnd().split('\n');
    const weeks = ['2026-11-02..2026-11-08', '2026-11-09..2026-11-15'];
    const ordered = (file: string, threads: string) =>
      run(['diff', ...weeks, '--tz', 'UTC', '-f', 'json', '--threads', threads, file], { cwd: folder() });
    const name = 'same.jsonl';
    const one = await ordered(log(lines, name), '1');
    const other = await ordered(log([...lines].reverse(), name), '4');
    expect(other.stdout).toBe(one.stdout);
  });
});

describe('beside cost', () => {
  // 20 calls of 1 s against 20 of 2 s, of which 5 failed.
  const input = log([
    ...traces('a', first, 20, { latency_ms: 1000, status: 'ok' }),
    ...traces('b', second, 15, { latency_ms: 2000, status: 'ok' }),
    ...traces('c', second, 5, { latency_ms: 2000, status: 'error' }),
  ]);

  test('people see how long calls took and how many failed, in all and for each span', async () => {
    const { stdout } = await run(['diff', first, second, input]);
    expect(stdout).toContain('\ncalls p50 1.00s → 2.00s, p95 1.00s → 2.00s, failed 0% → 25.0%\n');
    expect(stdout).toMatch(/\nanswer .* 1\.00s → 2\.00s {2}0% → 25\.0%\n/);
    const markdown = await run(['diff', first, second, '-f', 'markdown', input]);
    expect(markdown.stdout).toMatch(/\| answer \|.*\| 1\.00s → 2\.00s \| 0% → 25\.0% \|/);
  });

  test('programs have the same, of the whole and of each span', async () => {
    const found = await diff([first, second, input]);
    const levels = { p50_ms: 2000, p95_ms: 2000, errors: 5, error_rate: 0.25 };
    expect(found.totals.after).toMatchObject(levels);
    expect(found.rows[0]).toMatchObject({ before: { p95_ms: 1000, error_rate: 0 }, after: levels });
  });

  test('where a log tells neither, nothing is said of either', async () => {
    const quiet = log([...traces('a', first, 8), ...traces('b', second, 8)]);
    const { stdout } = await run(['diff', first, second, quiet]);
    expect(stdout).not.toMatch(/p50|p95/);
  });
});

describe('exit codes', () => {
  const input = log([...traces('a', first, 8), ...traces('b', second, 8, { output_tokens: 200 })]);
  const code = async (...argv: readonly string[]) => (await run(['diff', ...argv, '--tz', 'UTC'])).code;

  // $0.036 → $0.048
  test.each([
    ['cost_per_trace>+25%', 1],
    ['cost_per_trace>+40%', 0],
    ['cost_usd>0.05', 0],
    ['cost>$0.04', 1],
    ['delta_usd>+0.01', 1],
    ['output_size>+30%', 1],
    ['output_size>1', 0],
    ['traces<8', 0],
    ['error_rate>5%', 0],
  ])('--fail-on "%s" ends with %i', async (rule, expected) => {
    expect(await code(first, second, '--fail-on', rule, input)).toBe(expected);
  });

  test('an empty window is 4, unless that may pass; a rule is not judged then', async () => {
    expect(await code(first, '2026-12-24', '--fail-on', 'cost_usd>0', input)).toBe(4);
    expect(await code(first, '2026-12-24', '--on-empty', 'pass', input)).toBe(0);
  });

  test.each([
    [['lastweak', 'thisweek', input], 2, 'did you mean "lastweek"'],
    [['prev', 'prev', input], 2, '"prev"'],
    [['missing.jsonl', input], 3, 'missing.jsonl: no such file or folder'],
    [[input, input, input], 2, 'belongs to neither'],
    [[first, second, '-w', '7d', input], 2, '--window'],
    [[first, second, '--fail-on', 'cost_per_trase>1', input], 2, 'did you mean "cost_per_trace_usd"'],
    [[first, second, '--fail-on', 'cost', input], 2, 'is not a rule'],
    [[first, second, '--group', 'stages', input], 2, 'no such group'],
  ] as const)('%j is a mistake that is explained', async (argv, expected, message) => {
    const found = await run(['diff', ...argv]);
    expect(found).toMatchObject({ code: expected, stdout: '' });
    expect(found.stderr).toContain(message);
  });

  test('a word that is a window and a file is neither', async () => {
    const cwd = path.dirname(log(traces('a', first, 1), 'lastweek'));
    const found = await run(['diff', 'lastweek', 'thisweek', 'lastweek'], { cwd });
    expect(found).toMatchObject({ code: 2, stdout: '' });
    expect(found.stderr).toContain('"lastweek" is a window and a file');
  });
});

describe('a side whose calls have no known price', () => {
  const priced = { model: 'gpt-4o' };
  const unpriced = { model: 'my-own-model' };
  const input = log([...traces('a', first, 8, priced), ...traces('b', second, 8, unpriced)]);

  test('has an unknown cost, not $0, and its spans did not vanish', async () => {
    const found = await diff([first, second, input]);
    expect(found.totals).toMatchObject({
      // 8 calls of 1,000 tokens at $2.50 a million and 100 at $10.
      before: { cost_usd: 0.028, unpriced_calls: 0 },
      after: { cost_usd: null, cost_per_trace_usd: null, cost_per_call_usd: null, unpriced_calls: 8 },
      change: null,
    });
    expect(found.rows).toMatchObject([{ key: 'answer', status: 'same', after: { cost_usd: null } }]);
    expect(found.likely_causes.map(({ symptom }) => symptom)).not.toContain('spans that are gone');
    expect(found.likely_causes[0]).toMatchObject({
      symptom: 'no price is known',
      see: expect.stringContaining('llmtrace doctor'),
    });
  });

  test('has terms that nobody knows, and rules on them that cannot be judged', async () => {
    const rules = ['delta_usd<0', 'new_spans>0.01', 'cost_per_trace>+25%', 'cost_usd>0'];
    const argv = [first, second, ...rules.flatMap((rule) => ['--fail-on', rule]), input];
    const found = await diff(argv);
    expect(found.totals).toMatchObject({ delta_usd: null, delta_per_trace_usd: null });
    expect(found.terms.map(({ usd, significant }) => [usd, significant])).toEqual(
      found.terms.map(() => [null, false]),
    );
    expect(found.notes.filter((note) => note.startsWith('--fail-on'))).toEqual([
      '--fail-on delta_usd<0: not judged, delta_usd is not known',
      '--fail-on new_spans>0.01: not judged, new_spans is not known',
      '--fail-on cost_per_trace>+25%: not judged, there is nothing to compare cost_per_trace with',
      '--fail-on cost_usd>0: not judged, cost_usd is not known',
    ]);
  });

  test('is unknown also the other way round, and both ways in words', async () => {
    const back = await diff([second, first, input]);
    expect(back.totals).toMatchObject({ before: { cost_usd: null }, after: { cost_usd: 0.028 } });
    expect(back.rows).toMatchObject([{ status: 'same', before: { cost_usd: null } }]);
    const { stdout } = await run(['diff', first, second, input], { columns: 80 });
    expect(stdout).toContain('$0.028 → unknown: no call has a known price on one side');
    expect(stdout).toContain('its calls have no known price after');
    expect(stdout).not.toMatch(/vanished|-100/);
  });
});

test('a summary of calls that nobody knows a price of claims no savings and no calm', async () => {
  const input = log(traces('a', first, 8, { model: 'my-own-model' }));
  const { stdout } = await run(['summary', input], { columns: 80 });
  expect(stdout).toContain('costs are not known');
  expect(stdout).not.toContain('nothing is far above its past');
});
