import { describe, expect, test } from 'vitest';
import { answer as claudeAnswer, envelope, message } from './claude-code-records.ts';
import { exportLine, otlpSpan } from './otlpLines.ts';
import { answer, log } from './run.ts';

/** The same call, logged several times: one call, and of its copies one whole line, never a mixture. */

const timestamp = '2026-11-02T10:00:00Z';
const call = { trace_id: 't', span_id: 'a', timestamp, model: 'claude-sonnet-4-5', input_tokens: 10 };

async function counted(...files: readonly string[]) {
  const { totals, meta } = await answer(['top', ...files]);
  const { calls, input_tokens, output_tokens, cost_usd } = totals;
  const duplicates = meta.inputs.reduce((sum, input) => sum + input.duplicates, 0);
  return { calls, input_tokens, output_tokens, cost_usd, duplicates };
}

describe('of a streamed call that is logged as it grows', () => {
  const snapshots = [1, 1, 260].map((output_tokens) => ({ ...call, output_tokens }));
  // 10 × $3 + 260 × $15 per million.
  const once = { calls: 1, input_tokens: 10, output_tokens: 260, cost_usd: 0.00393, duplicates: 2 };

  test('the line with the most output stays, wherever it stands', async () => {
    expect(await counted(log(snapshots))).toEqual(once);
    expect(await counted(log(snapshots.toReversed()))).toEqual(once);
    expect(await counted(...snapshots.map((line) => log([line])))).toEqual(once);
  });

  test('one whole line stays: no field comes from another', async () => {
    const lines = [
      { ...call, model: 'claude-opus-4-6', input_tokens: 900, output_tokens: 5, cost_usd: 9 },
      { ...call, input_tokens: 10, output_tokens: 260 },
    ];
    expect(await counted(log(lines))).toEqual({ ...once, duplicates: 1 });
  });

  test('the finished line stays, though an unfinished one says more', async () => {
    const lines = [
      { ...call, output_tokens: null },
      { ...call, output_tokens: 40, status: 'ok', latency_ms: 900 },
    ];
    expect(await counted(log(lines))).toMatchObject({ calls: 1, output_tokens: 40 });
  });
});

describe('Claude Code', () => {
  const block = (changes: object, usage: object) => ({
    ...{ ...claudeAnswer, ...changes },
    message: { ...message, usage: { ...message.usage, ...usage } },
  });
  const blocks = [1, 1, 260].map((output_tokens, index) => block({ uuid: `u-${index}` }, { output_tokens }));
  // 4 × $5 + 500 × $0.5 + 100 × $6.25 + 200 × $10 + 260 × $25 per million; before 13 March 2026, at the prices of then.
  const once = { calls: 1, input_tokens: 804, output_tokens: 260, duplicates: 2 };

  test('writes one line for each block of a message: one call', async () => {
    expect(await counted(log(blocks))).toMatchObject(once);
  });

  test('without request ids tells calls by the message alone', async () => {
    const bare = blocks.map(({ requestId, ...line }) => line);
    expect(await counted(log(bare))).toMatchObject(once);
  });

  test('copies the history of a session that is continued into another file', async () => {
    const next = { ...block({ uuid: 'u-9' }, { output_tokens: 7 }), sessionId: 's-2' };
    const other = { ...next, message: { ...next.message, id: 'msg_9' } };
    const copied = blocks.map((line) => ({ ...line, sessionId: 's-2' }));
    expect(await counted(log(blocks), log([...copied, other]))).toMatchObject({
      ...{ calls: 2, input_tokens: 1608, output_tokens: 267, duplicates: 5 },
    });
  });

  test('marks what is no call of a model', async () => {
    const notes = [
      { ...envelope, type: 'user', message: { role: 'user', content: 'Hello' } },
      { type: 'summary', summary: 'Greetings', leafUuid: 'u-1' },
    ];
    const { meta, totals } = await answer(['top', log([...blocks, ...notes])]);
    expect(meta.inputs).toMatchObject([{ records: 5, spans: 1, duplicates: 2, other: 2, rejected: 0 }]);
    expect(totals).toMatchObject({ calls: 1 });
  });
});

test('an exporter that sends a batch twice adds nothing', async () => {
  const line = exportLine([
    otlpSpan({
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.usage.input_tokens': 1000,
    }),
  ]);
  expect(await counted(log([line, line]), log([line]))).toMatchObject({
    ...{ calls: 1, input_tokens: 1000, cost_usd: 0.0025, duplicates: 2 },
  });
});

test('the same id in several files is one call', async () => {
  const files = Array.from({ length: 3 }, () => log([{ ...call, output_tokens: 20 }]));
  expect(await counted(...files)).toMatchObject({ calls: 1, output_tokens: 20, duplicates: 2 });
});

test('the same span id in another trace is another call', async () => {
  const file = log([
    { ...call, output_tokens: 20 },
    { ...call, trace_id: 'u', output_tokens: 20 },
  ]);
  expect(await counted(file)).toMatchObject({ calls: 2, output_tokens: 40, duplicates: 0 });
});

test('equal calls without any id are two calls', async () => {
  const { trace_id, span_id, ...bare } = { ...call, output_tokens: 20 };
  expect(await counted(log([bare, bare]))).toMatchObject({ calls: 2, output_tokens: 40, duplicates: 0 });
  const inTrace = { ...bare, trace_id };
  expect(await counted(log([inTrace, inTrace]))).toMatchObject({ calls: 2, duplicates: 0 });
});

test('equal runs without any id are two runs, and the parts of each are counted once', async () => {
  const turn = { model: 'gpt-4o', input_tokens: 100, output_tokens: 5 };
  const run = { turns: [turn, turn], total_input_tokens: 200, total_output_tokens: 10 };
  expect(await counted(log([run]))).toMatchObject({ calls: 2, output_tokens: 10, duplicates: 0 });
  expect(await counted(log([run, run]))).toMatchObject({ calls: 4, output_tokens: 20, duplicates: 0 });
});

test('which copy stays does not depend on threads or on the order of files', async () => {
  const copies = Array.from({ length: 40 }, (_, index) =>
    log([
      { ...call, output_tokens: 20, latency_ms: index, session_id: `s-${index}`, user_id: `u-${index % 7}` },
    ]),
  );
  const shown = async (files: readonly string[], threads: string) => {
    const { rows } = await answer(['top', '--group', 'session,user', '--threads', threads, ...files]);
    return JSON.stringify(rows);
  };
  const one = await shown(copies, '1');
  expect([await shown(copies.toReversed(), '4'), await shown(copies, '4')]).toEqual([one, one]);
  const lines = copies.map((_, index) => ({ ...call, output_tokens: 20, latency_ms: index }));
  const latency = async (of: readonly object[]) => (await answer(['top', log(of)])).rows[0]?.['latency_ms'];
  expect(await latency(lines)).toBe(await latency(lines.toReversed()));
});

/** Pairs of which the last characters of two blocks of eight differ: the engine's own hash takes one for the other. */
const alike = [
  'task-0020/run-000/step-1',
  'task-0090/run-070/step-1',
  'user0001session00-x',
  'user0006session70-x',
  '0000000000000000',
  '0000000900000005',
];

test('traces and calls of ids that are alike are told apart', async () => {
  const traces = log(alike.map((id) => ({ ...call, trace_id: id, span_id: 'a' })));
  expect(await counted(traces)).toMatchObject({ calls: 6, duplicates: 0 });
  expect((await answer(['top', traces])).totals['traces']).toBe(6);
  const spans = log(alike.map((id) => ({ ...call, trace_id: 'one', span_id: id })));
  expect(await counted(spans)).toMatchObject({ calls: 6, duplicates: 0 });
});
