import { describe, expect, test } from 'vitest';
import { answer, log } from './run.ts';

/** Spans that repeat the usage of the spans below them: every token and every dollar counts once. */

/** $3 and $15 per million tokens: 1,000 and 100 come to $0.0045. */
const call = { model: 'claude-sonnet-4-5', provider: 'anthropic', input_tokens: 1000, output_tokens: 100 };
const sonnet = 0.0045;

type Fields = Readonly<Record<string, unknown>>;

/** A span of one trace; times follow the order of the letters of its id. */
const span = (span_id: string, parent: string | null, fields: Fields) => ({
  ...{ trace_id: 'run', span_id, parent_span_id: parent, name: span_id },
  timestamp: new Date(Date.UTC(2026, 10, 2, 10, 0, span_id.charCodeAt(0) % 60)).toISOString(),
  ...fields,
});

async function total(spans: readonly object[], ...argv: string[]) {
  const { totals, rows, notes } = await answer(['top', ...argv, log(spans)]);
  const { cost_usd, calls, input_tokens, output_tokens, unpriced_calls } = totals;
  return {
    ...{ cost_usd, calls, input_tokens, output_tokens, unpriced_calls },
    flags: rows[0]?.['flags'],
    notes: notes.length,
  };
}

const clean = { unpriced_calls: 0, flags: [], notes: 0 };
const twoCalls = { cost_usd: 2 * sonnet, calls: 2, input_tokens: 2000, output_tokens: 200, ...clean };
const sum = { input_tokens: 2000, output_tokens: 200 };

const pair = [span('b', 'a', call), span('c', 'a', call)];

describe('a parent that', () => {
  test('repeats its children counts nothing', async () => {
    expect(await total([span('a', null, { kind: 'agent', ...sum }), ...pair])).toEqual(twoCalls);
  });

  test('names a model and repeats its children counts nothing, and is no call', async () => {
    expect(await total([span('a', null, { ...call, kind: 'llm', ...sum }), ...pair])).toEqual(twoCalls);
  });

  test('repeats a part of its children counts nothing', async () => {
    expect(await total([span('a', null, { kind: 'agent', input_tokens: 1000 }), ...pair])).toEqual(twoCalls);
  });

  test('repeats their dollars counts nothing', async () => {
    const [one, other] = pair.map((child, index) => ({ ...child, cost_usd: 0.01 * (index + 1) }));
    const spans = [span('a', null, { kind: 'agent', cost_usd: 0.03 }), one ?? {}, other ?? {}];
    expect(await total(spans)).toEqual({ ...twoCalls, cost_usd: 0.03 });
  });

  test('has no usage is free', async () => {
    expect(await total([span('a', null, { kind: 'agent' }), ...pair])).toEqual(twoCalls);
  });

  test('alone has usage counts', async () => {
    const spans = [
      span('a', null, { ...call, kind: 'agent' }),
      span('b', 'a', { kind: 'tool', tool: 'grep' }),
      span('c', 'a', { kind: 'llm', model: 'claude-sonnet-4-5', status: 'error' }),
    ];
    expect(await total(spans)).toMatchObject({ cost_usd: sonnet, input_tokens: 1000, output_tokens: 100 });
  });

  test('has more than its children keeps the rest, which is shown', async () => {
    const more = { ...call, kind: 'agent', input_tokens: 2500, output_tokens: 250 };
    const whole = await total([span('a', null, more), ...pair]);
    // 500 × $3 + 50 × $15 per million beside the two calls.
    expect(whole).toEqual({
      ...{ cost_usd: 0.01125, calls: 2, input_tokens: 2500, output_tokens: 250, unpriced_calls: 0 },
      ...{ flags: ['unattributed'], notes: 1 },
    });
  });

  test('has more dollars than its children keeps the rest of them', async () => {
    const children = pair.map((child) => ({ ...child, cost_usd: 0.01 }));
    const whole = await total([span('a', null, { kind: 'agent', cost_usd: 0.05 }), ...children]);
    expect(whole).toMatchObject({ cost_usd: 0.05, calls: 2, input_tokens: 2000, flags: ['unattributed'] });
  });

  test('has a logged cost where its children have tokens: both are of the same calls', async () => {
    const spans = [span('a', null, { kind: 'agent', cost_usd: 0.02, ...sum }), ...pair];
    expect(await total(spans)).toEqual(twoCalls);
  });
});

test('what is beyond the children and has no model has no price: the total is a lower bound', async () => {
  const spans = [span('a', null, { kind: 'agent', input_tokens: 2500, output_tokens: 250 }), ...pair];
  expect(await total(spans)).toEqual({
    ...{ cost_usd: 0.009, calls: 2, input_tokens: 2500, output_tokens: 250, unpriced_calls: 1 },
    ...{ flags: ['unpriced', 'unattributed'], notes: 2 },
  });
});

describe('levels', () => {
  test('an agent above chains above calls counts once', async () => {
    const spans = [
      span('a', null, { kind: 'agent', input_tokens: 3000, output_tokens: 300, cost_usd: 0.0135 }),
      span('b', 'a', { kind: 'other', ...sum, cost_usd: 0.009 }),
      span('c', 'b', { ...call, cost_usd: sonnet }),
      span('d', 'b', { ...call, cost_usd: sonnet }),
      span('e', 'a', { kind: 'other' }),
      span('f', 'e', { ...call, cost_usd: sonnet }),
    ];
    const whole = { cost_usd: 0.0135, calls: 3, input_tokens: 3000, output_tokens: 300, ...clean };
    expect(await total(spans)).toEqual(whole);
    // Whatever the order in which spans were logged.
    expect(await total(spans.toReversed())).toEqual(whole);
  });

  test('a remainder in the middle does not count again at the top', async () => {
    const spans = [
      span('a', null, { kind: 'agent', input_tokens: 1500, output_tokens: 100 }),
      span('b', 'a', { ...call, kind: 'agent', input_tokens: 1500 }),
      span('c', 'b', call),
    ];
    const { flags, ...rest } = await total(spans);
    expect(rest).toMatchObject({ cost_usd: 0.006, calls: 1, input_tokens: 1500, output_tokens: 100 });
    expect(flags).toEqual(['unattributed']);
  });

  test('parents and children may stand in several files', async () => {
    const spans = [span('a', null, { kind: 'agent', ...sum }), ...pair];
    const files = [spans[2], spans[0], spans[1]].map((one) => log([one ?? {}]));
    const { totals } = await answer(['top', ...files]);
    expect(totals).toMatchObject({ cost_usd: 0.009, calls: 2, input_tokens: 2000, output_tokens: 200 });
  });

  test('a parent logged twice repeats its children as one', async () => {
    const parent = span('a', null, { kind: 'agent', ...sum });
    expect(await total([parent, ...pair, parent])).toEqual(twoCalls);
  });
});

describe('--rollup', () => {
  const spans = [
    span('a', null, { ...call, kind: 'agent', input_tokens: 2500, output_tokens: 250 }),
    ...pair,
    span('d', null, call),
  ];

  test('leaf counts the lowest spans alone', async () => {
    const whole = { cost_usd: 0.0135, calls: 3, input_tokens: 3000, output_tokens: 300, ...clean };
    expect(await total(spans, '--rollup', 'leaf')).toEqual(whole);
  });

  test('root counts the topmost spans alone', async () => {
    // 2,500 × $3 + 250 × $15 per million, and the call that has no parent.
    const whole = { cost_usd: 0.01125 + sonnet, calls: 2, input_tokens: 3500, output_tokens: 350, ...clean };
    expect(await total(spans, '--rollup', 'root')).toEqual(whole);
  });

  test('auto counts the lowest and what is beyond them', async () => {
    const whole = { cost_usd: 0.01125 + sonnet, calls: 3, input_tokens: 3500, output_tokens: 350 };
    expect(await total(spans, '--rollup', 'auto')).toMatchObject(whole);
  });
});

describe('trees that are none', () => {
  test('spans that are each other’s parents both count', async () => {
    expect(await total([span('a', 'b', call), span('b', 'a', call)])).toEqual(twoCalls);
  });

  test('a span that is its own parent counts', async () => {
    expect(await total([span('a', 'a', call), span('b', 'a', { kind: 'tool', tool: 'x' })])).toMatchObject({
      cost_usd: sonnet,
      calls: 1,
    });
  });

  test('a circle of parents, and what hangs from it, counts once', async () => {
    const spans = [
      span('a', 'b', { kind: 'agent', ...sum }),
      span('b', 'a', { kind: 'other', name: 'chain' }),
      span('c', 'a', call),
      span('d', 'b', call),
    ];
    expect(await total(spans)).toMatchObject({ input_tokens: 2000, output_tokens: 200 });
  });

  test('a circle of spans with usage that repeats the calls below counts these once', async () => {
    const spans = [
      span('a', 'b', { kind: 'agent', input_tokens: 1000 }),
      span('b', 'a', { kind: 'agent', input_tokens: 1000 }),
      span('c', 'a', { ...call, output_tokens: undefined }),
      span('d', 'b', { ...call, output_tokens: undefined }),
    ];
    expect(await total(spans)).toMatchObject({ input_tokens: 2000, calls: 2 });
  });

  test('an orphan is in the total', async () => {
    expect(await total([...pair])).toEqual(twoCalls);
  });

  test('the same span id in another trace is another span', async () => {
    const other = [span('a', null, { kind: 'agent', ...sum }), ...pair];
    const spans = [...other, ...other.map((each) => ({ ...each, trace_id: 'second' }))];
    expect(await total(spans)).toMatchObject({ cost_usd: 4 * sonnet, calls: 4, input_tokens: 4000 });
  });
});

test('a trace whose root alone knows the dollars is not free', async () => {
  const spans = [
    span('a', null, { kind: 'agent', cost_usd: 2.42 }),
    span('b', 'a', { kind: 'llm', name: 'think' }),
    span('c', 'a', { kind: 'tool', tool: 'grep' }),
  ];
  expect(await total(spans)).toMatchObject({ cost_usd: 2.42 });
});

test('calls are attributed to the step above them, of whatever level the usage is', async () => {
  const spans = [
    span('a', null, { kind: 'agent', name: 'answer', ...sum }),
    span('b', 'a', { kind: 'other', name: 'retrieve' }),
    span('c', 'b', { ...call, name: 'chat' }),
    span('d', 'a', { ...call, name: 'chat' }),
  ];
  const { rows } = await answer(['top', '--group', 'stage', log(spans)]);
  expect(rows.map(({ key, cost_usd, calls }) => ({ key, cost_usd, calls }))).toEqual([
    { key: 'answer', cost_usd: sonnet, calls: 1 },
    { key: 'retrieve', cost_usd: sonnet, calls: 1 },
  ]);
});
