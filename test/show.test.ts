import { describe, expect, test } from 'vitest';
import { answer, log, run } from './run.ts';

/** A record of a home-made log; `at` and `ms` are milliseconds after nine o'clock and long. */
function span(span_id: string, parent_span_id: string | null, at: number, ms: number, more: object = {}) {
  const started_at = new Date(Date.parse('2026-11-02T09:00:00Z') + at).toISOString();
  return {
    trace_id: 'run-0001',
    span_id,
    parent_span_id,
    started_at,
    latency_ms: ms,
    kind: 'other',
    name: span_id,
    ...more,
  };
}

const model = (input_tokens: number, output_tokens: number, more: object = {}) => {
  return { kind: 'llm', model: 'gpt-4o', provider: 'openai', input_tokens, output_tokens, ...more };
};

//  0        1000      2000      3000
//  |──────────── agent ────────────|      0..3000
//   |─ plan ─|                            100..1000
//            |─ search ─|                 1000..2100
//            |─ read ─|                   1000..1900  beside search
//                       |── answer ─|     2100..2900
const agent = [
  span('agent', null, 0, 3000, { kind: 'agent' }),
  span('plan', 'agent', 100, 900, model(1000, 100, { cost_usd: 0.0035, session_id: 'talk-77' })),
  span('search', 'agent', 1000, 1100, {
    kind: 'tool',
    tool: 'search',
    status: 'error',
    error_type: 'timeout',
  }),
  span('read', 'agent', 1000, 900, { kind: 'tool', tool: 'read' }),
  span('answer', 'agent', 2100, 800, model(4000, 200, { cost_usd: '0.012', prompt: 'SECRET question' })),
];

describe('a trace', () => {
  test('is a tree with exactly these keys', async () => {
    const { rows, totals } = await answer(['show', 'run-0001', log(agent)]);
    expect(Object.keys(rows[0] ?? {})).toEqual([
      ...['depth', 'span_id', 'parent_span_id', 'name', 'kind', 'model', 'self_ms', 'latency_ms'],
      ...[
        'cost_usd',
        'rolled_up_cost_usd',
        'share',
        'input_tokens',
        'input_growth',
        'output_tokens',
        'status',
      ],
      'on_critical_path',
    ]);
    expect(
      rows.map((row) => [
        row['depth'],
        row['span_id'],
        row['self_ms'],
        row['rolled_up_cost_usd'],
        row['on_critical_path'],
      ]),
    ).toEqual([
      [0, 'agent', 200, 0.0155, true],
      [1, 'plan', 900, 0.0035, true],
      [1, 'read', 900, null, false],
      [1, 'search', 1100, null, true],
      [1, 'answer', 800, 0.012, true],
    ]);
    expect(rows.map((row) => row['input_growth'])).toEqual([null, null, null, null, 3000]);
    expect(rows[4]?.['share']).toBeCloseTo(0.012 / 0.0155, 8);
    expect(totals).toEqual({
      ...{ cost_usd: 0.0155, calls: 2, input_tokens: 5000, output_tokens: 300, latency_ms: 3000, errors: 1 },
    });
  });

  test('reads well on a screen', async () => {
    const { stdout } = await run(['show', 'run-0001', '--tz', 'UTC', log(agent)]);
    expect(stdout).toBe(
      [
        'trace run-0001 · 2026-11-02 09:00 · 3.00s · $0.016 · 2 calls · 1 error · 1.70s waiting on models',
        '',
        'name       model    self  latency     cost   share  input  growth  output  status   ●',
        '─'.repeat(85),
        'agent      –       200ms    3.00s   $0.016  100.0%      –       –       –           ●',
        '├─ plan    gpt-4o  900ms    900ms  $0.0035   22.6%  1,000       –     100           ●',
        '├─ read    –       900ms    900ms        –       –      –       –       –',
        '├─ search  –       1.10s    1.10s        –       –      –       –       –  timeout  ●',
        '└─ answer  gpt-4o  800ms    800ms   $0.012   77.4%  4,000  +3,000     200           ●',
        '─'.repeat(85),
        'total                       3.00s   $0.016          5,000             300',
        '',
      ].join('\n'),
    );
  });

  test('shows with --critical-path only what held it up, and for how long', async () => {
    const { rows } = await answer(['show', 'run-0001', '--critical-path', log(agent)]);
    expect(rows.map((row) => [row['span_id'], row['critical_ms'], row['critical_share']])).toEqual([
      ['agent', 200, 0.066666667],
      ['plan', 900, 0.3],
      ['search', 1100, 0.366666667],
      ['answer', 800, 0.266666667],
    ]);
  });

  test('is cut to the limit only after everything was added up', async () => {
    const many = Array.from({ length: 600 }, (_, place) =>
      place === 0
        ? span('step-0', null, 0, 1)
        : span(`step-${place}`, 'step-0', place, 1, model(10, 1, { cost_usd: 0.001 })),
    );
    const file = log(many);
    const { rows, totals } = await answer(['show', 'run-0001', file]);
    expect([rows.length, rows[0]?.['rolled_up_cost_usd'], totals['calls']]).toEqual([500, 0.599, 599]);
    expect((await answer(['show', 'run-0001', '--all', file])).rows).toHaveLength(600);
    expect((await run(['show', 'run-0001', '-n', '2', file])).stdout).toContain('… and 598 more (--all)');
  });

  test('keeps spans whose parent was never logged, under (no parent), and what they cost in the total', async () => {
    const file = log([...agent, span('stray', 'lost', 500, 10, model(10, 1, { cost_usd: 1 }))]);
    const { rows, totals, notes } = await answer(['show', 'run-0001', file]);
    expect(rows.at(-1)).toMatchObject({ depth: 0, span_id: 'stray', parent_span_id: 'lost', name: 'stray' });
    expect(totals['cost_usd']).toBe(1.0155);
    expect(notes).toEqual([expect.stringMatching(/^1 span \(no parent\)/)]);
    expect((await run(['show', 'run-0001', file])).stdout).toContain('(no parent) stray');
  });

  test('ends where its parents go round in a circle', async () => {
    const file = log([span('one', 'two', 0, 5), span('two', 'one', 1, 5), span('three', 'two', 2, 5)]);
    const { rows, notes } = await answer(['show', 'run-0001', file]);
    expect(rows.map((row) => [row['depth'], row['span_id']])).toEqual([
      [0, 'one'],
      [1, 'two'],
      [2, 'three'],
    ]);
    expect(notes).toEqual(['1 span at the top because parents go round in a circle']);
  });

  test('says ≥ where a call below has no price', async () => {
    const file = log([...agent, span('odd', 'agent', 2950, 10, model(10, 1, { model: 'house-model' }))]);
    const { stdout, stderr } = await run(['show', 'run-0001', file]);
    expect(stdout).toMatch(/^agent .* ≥\$0\.016 /m);
    expect(stdout).toMatch(/· ≥\$0\.016 ·/);
    expect(stderr).toContain('1 call without a price, so the cost is a lower bound: house-model');
  });

  test('costs at its root what its spans cost together', async () => {
    const { rows, totals } = await answer(['show', 'chat-150', 'fixtures/demo.jsonl']);
    const nano = (dollars: number | null | undefined) => Math.round(Number(dollars ?? Number.NaN) * 1e9);
    const known = rows.map((row) => row['cost_usd']).filter((cost) => cost !== null);
    expect(known).toHaveLength(47);
    expect(known.map(nano).reduce((one, other) => one + other)).toBe(nano(rows[0]?.['rolled_up_cost_usd']));
    expect(totals['cost_usd']).toBe(rows[0]?.['rolled_up_cost_usd']);
  });

  test('may be named by its session', async () => {
    const { rows } = await answer(['show', 'talk-77', log(agent)]);
    expect(rows).toHaveLength(5);
  });
});

describe('an id', () => {
  const file = () => log([...agent, span('first', null, 9000, 1, { trace_id: 'run-0002' })]);

  test('may be cut short while it names one thing', async () => {
    expect((await answer(['show', 'run-0002', file()])).rows).toHaveLength(1);
    expect((await answer(['show', 'answ', file()])).rows.map((row) => row['span_id'])).toEqual(['answer']);
  });

  test('that may mean several is an error that lists them', async () => {
    const { code, stderr } = await run(['show', 'run-', file()]);
    expect(code).toBe(2);
    expect(stderr).toBe(
      'llmtrace: show: "run-" may mean 2 things: give more of the id\n  trace run-0001\n  trace run-0002\n',
    );
  });

  test('that comes in several traces is told apart by --where', async () => {
    const twice = log([span('same', null, 0, 1), span('same', null, 0, 1, { trace_id: 'run-0002' })]);
    const { code, stderr } = await run(['show', 'same', twice]);
    expect(code).toBe(2);
    expect(stderr).toContain(`--where "trace_id = 'run-0001'"`);
    expect((await answer(['show', 'same', '--where', "trace_id = 'run-0001'", twice])).rows).toHaveLength(1);
  });

  test('that is not there ends with 4 and a hint', async () => {
    const { code, stdout, stderr } = await run(['show', 'nothing', file()]);
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toContain('llmtrace top lists the ids of traces');
    expect((await run(['show', 'run', file()])).stderr).toContain('first 4 characters');
  });
});

describe('a span', () => {
  test('is shown whole, and never its text', async () => {
    const { stdout } = await run(['show', 'answer', log(agent)]);
    expect(stdout).toContain('span answer of trace run-0001');
    expect(stdout).toMatch(/^parent_span_id +agent$/m);
    expect(stdout).toMatch(/^cost_usd +0\.012$/m);
    expect(stdout).not.toContain('SECRET');
  });

  test('has its own cost in the totals, with what is below it', async () => {
    expect((await answer(['show', 'plan', log(agent)])).totals).toMatchObject({ cost_usd: 0.0035, calls: 1 });
    expect((await answer(['show', 'agent', log(agent)])).totals).toMatchObject({
      cost_usd: 0.0155,
      calls: 2,
    });
  });
});
