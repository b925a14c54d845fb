import { expect, test } from 'vitest';
import { claudeCode } from '../src/dialects/claude-code.ts';
import { logged } from './logged.ts';
import { log } from './run.ts';
import { accountOf } from './sessionLogs.ts';
import { counted, spansOf } from './spansOf.ts';

/** Tokens of an advisor or a compaction within a message stand in its `iterations` alone, not in its own usage. */

const own = {
  input_tokens: 2,
  output_tokens: 491,
  cache_read_input_tokens: 200,
  cache_creation_input_tokens: 80,
};
const advice = {
  ...{ type: 'advisor_message', model: 'claude-opus-4-5', input_tokens: 1500, output_tokens: 70 },
  ...{ cache_read_input_tokens: 0, cache_creation_input_tokens: 0 },
};
const iterations = [{ type: 'message', input_tokens: 1, output_tokens: 45 }, advice, { type: 'message' }];

const row = (uuid: string, block: object, usage: object, id = 'msg_1') => ({
  ...{ type: 'assistant', sessionId: 's', uuid, timestamp: '2026-05-22T10:00:00.000Z', requestId: 'req_1' },
  message: {
    id,
    role: 'assistant',
    model: 'claude-sonnet-4-5',
    content: [block],
    stop_reason: 'end_turn',
    usage,
  },
});
const text = { type: 'text', text: 'so be it' };
const tool = { type: 'tool_use', id: 'toolu_1', name: 'Bash', input: { command: 'ls' } };
const advised = [
  row('u1', text, { ...own, iterations }),
  // The message in another row, with its next block.
  row('u2', tool, { ...own, iterations }),
];

test('an advisor is a call of its own, at the price of its own model, however many rows tell of it', async () => {
  expect(await spansOf(advised, ...counted, 'name', 'model')).toEqual([
    // 2 at $3, 200 at $0.30, 80 at $3.75, 491 at $15.
    ['msg_1', 2, 200, 80, 491, 0.007731, 'assistant', 'claude-sonnet-4-5'],
    // 1,500 at $5, 70 at $25.
    ['msg_1/2', 1500, 0, 0, 70, 0.00925, 'advisor', 'claude-opus-4-5'],
    ['toolu_1', null, null, null, null, null, 'Bash', null],
  ]);
  expect(await accountOf(log(advised))).toEqual([[2, 1, 1, 0, 0]]);
});

test('a compaction is one of the same model', async () => {
  const usage = { ...own, iterations: [{ type: 'compaction', input_tokens: 180_000, output_tokens: 3500 }] };
  expect(
    await spansOf([row('u3', text, usage)], 'span_id', 'model', 'uncached_input_tokens', 'output_tokens'),
  ).toEqual([
    ['msg_1', 'claude-sonnet-4-5', 2, 491],
    ['msg_1/1', 'claude-sonnet-4-5', 180_000, 3500],
  ]);
});

test('a log that is taken to have none says where one is after all', async () => {
  const plain = row('u4', text, own, 'msg_2');
  const trusting = { ...claudeCode, parameters: () => ({ with_tools: false, with_iterations: false }) };
  const rows = await logged(trusting, [plain, ...advised]);
  expect(rows.map((each) => [each['unexpected'], each['record_type']])).toEqual([
    [null, 'span'],
    ['iterations', 'span'],
    ['iterations', 'span'],
  ]);
  const wanted = { columns: new Set<string>(), map: {} };
  const asked = (sample: readonly object[]) =>
    claudeCode.parameters?.(sample as readonly Record<string, unknown>[], wanted, 'trust')?.[
      'with_iterations'
    ];
  expect([asked([plain]), asked([plain, ...advised])]).toEqual([false, true]);
});
