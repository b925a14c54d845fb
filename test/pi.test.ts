import { describe, expect, test } from 'vitest';
import { log } from './run.ts';
import { accountOf, spansOf, totalOf } from './sessionLogs.ts';

const sessions = 'fixtures/pi';
const first = '5fd1e58c-9635-410e-a644-133a96057c90';

describe('the sessions of the fixture', () => {
  test('are calls with their logged cost, tools and commands', async () => {
    const columns =
      'name, kind, model, uncached_input_tokens, cache_write_tokens, output_tokens, cost_usd, latency_ms, stop_reason';
    const rows = await spansOf(columns, `${sessions}/sessions/2025-12-17_5fd1e58c.jsonl`);
    const opus = 'claude-opus-4-5';
    expect(rows).toEqual([
      ['assistant', 'llm', opus, 3, 4442, 88, 0.0299775, 3534, 'toolUse'],
      ['read', 'tool', null, null, null, null, null, 6, null],
      ['assistant', 'llm', opus, 5, 120, 120, 0.005996, 7900, 'stop'],
      ['assistant', 'llm', opus, 0, 0, 0, 0, 1076, 'aborted'],
      ['bash', 'tool', null, null, null, null, null, null, null],
    ]);
  });

  test('count what a branch has copied once, in the session that it was copied from', async () => {
    expect(await totalOf(sessions)).toEqual({
      ...{ calls: 4, uncached_input_tokens: 3 + 5 + 0 + 4600, cache_read_tokens: 4442 },
      ...{ cache_write_tokens: 4442 + 120, output_tokens: 88 + 120 + 30 },
    });
    expect(await accountOf(sessions)).toEqual([
      [9, 4, 0, 5, 0],
      [6, 1, 1, 4, 0],
    ]);
    const rows = await spansOf('session_id, output_tokens', sessions);
    expect(rows.filter(([, output]) => output === 88)).toEqual([[first, 88]]);
  });

  test('of Droid have tool calls, and no tokens to count', async () => {
    expect(await spansOf('name, kind, is_error, output_tokens', 'fixtures/pi-droid.jsonl')).toEqual([
      ['assistant', 'llm', null, null],
      ['Execute', 'tool', true, null],
    ]);
  });
});

const message = (timestamp: number, more: object = {}) => ({
  type: 'message',
  timestamp: '2026-05-12T01:02:30Z',
  message: {
    ...{
      role: 'assistant',
      content: [],
      provider: 'local',
      model: 'm',
      responseId: 'chatcmpl-same',
      timestamp,
    },
    usage: { input: 12, output: 7, cacheRead: 0, cacheWrite: 0, totalTokens: 19 },
    ...more,
  },
});
const header = { type: 'session', version: 3, id: 's-1', timestamp: '2026-05-12T01:02:27Z', cwd: '/x' };

test('two calls that a server gave the same id are two', async () => {
  const records = [header, message(1778547747721), message(1778547765817), message(1778547765817)];
  expect(await totalOf(log(records))).toMatchObject({ calls: 2, output_tokens: 14 });
});

test('two records on one line, and all others, belong to the session of the header', async () => {
  const joined = `${JSON.stringify(message(1))}${JSON.stringify(message(2))}`;
  expect(await spansOf('session_id, output_tokens', log([header, joined, message(3)]))).toEqual([
    ['s-1', 7],
    ['s-1', 7],
    ['s-1', 7],
  ]);
});

test('a call that failed is an error, one that was stopped is not', async () => {
  const records = [
    header,
    message(1, { stopReason: 'error' }),
    message(2, { stopReason: 'aborted' }),
    message(3, { stopReason: 'stop' }),
  ];
  expect(await spansOf('status', log(records))).toEqual([['error'], [null], ['ok']]);
});
