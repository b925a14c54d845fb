import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { log, root } from './run.ts';
import { accountOf, spansOf, totalOf } from './sessionLogs.ts';

const events = 'fixtures/copilot-cli.jsonl';
const records = readFileSync(path.join(root, events), 'utf8').trim().split('\n');

test('what a session used stands in its end, by model; messages after it have their output alone', async () => {
  const columns = 'name, kind, model, uncached_input_tokens, cache_read_tokens, output_tokens, is_error';
  expect(await spansOf(columns, events)).toEqual([
    ['assistant', 'llm', 'gpt-5-mini', null, null, null, null],
    ['bash', 'tool', null, null, null, null, true],
    ['assistant', 'llm', 'gpt-5-mini', null, null, null, null],
    ['session', 'agent', 'gpt-5-mini', 3000 - 1024, 1024, 26, null],
    ['session', 'agent', 'claude-haiku-4.5', 500, 0, 8, null],
    ['assistant', 'llm', 'gpt-5-mini', null, null, 5, null],
  ]);
  expect(await accountOf(events)).toEqual([[9, 5, 0, 4, 0]]);
});

test('a session that was cut off has the output of its messages', async () => {
  expect(await totalOf(log(records.slice(0, 6)))).toMatchObject({
    calls: 2,
    uncached_input_tokens: null,
    output_tokens: 26,
  });
});

test('of totals that are told again from the same start on the last ones count', async () => {
  const [end] = records.filter((record) => record.includes('session.shutdown'));
  const again = String(end)
    .replace('"id":"e7"', '"id":"e99"')
    .replace('"inputTokens":3000', '"inputTokens":4000');
  expect(await totalOf(log([...records, again]))).toMatchObject({
    uncached_input_tokens: 4000 - 1024 + 500,
    output_tokens: 34,
  });
});

test('where the totals have fallen the session began to count anew', async () => {
  const [end] = records.filter((record) => record.includes('session.shutdown'));
  const anew = String(end)
    .replace('"id":"e7"', '"id":"e99"')
    .replace('"inputTokens":3000', '"inputTokens":1500');
  expect(await totalOf(log([...records, anew]))).toMatchObject({
    uncached_input_tokens: 3000 - 1024 + 1500 - 1024 + 500,
  });
});

test('a usage event is a call with its own tokens, time and AI credits; messages and totals are then none', async () => {
  const usage = {
    type: 'assistant.usage',
    id: 'e50',
    timestamp: '2026-03-26T17:50:00.000Z',
    data: {
      ...{ model: 'claude-sonnet-4.5', inputTokens: 22_798, outputTokens: 120, cacheReadTokens: 13_013 },
      ...{ cacheWriteTokens: 9776, duration: 3000, cost: 1, copilotUsage: { totalNanoAiu: 4_239_090_000 } },
    },
  };
  const columns =
    'kind, uncached_input_tokens, output_tokens, latency_ms, reported_cost_usd::DOUBLE AS dollars';
  expect(await spansOf(columns, log([...records, usage]))).toEqual([
    ['llm', 9, 120, 3000, 0.0423909],
    ['tool', null, null, 100, null],
  ]);
});

test('what the CLI prints: the output of a call stands beside its message, and a message that is told again is no other call', async () => {
  const printed = 'fixtures/copilot-cli-printed.jsonl';
  expect(await spansOf('span_id, session_id, model, output_tokens', printed)).toEqual([
    ['msg_01', 'aa778ea0-6eab-4ce9-b87e-11d6d33dab4f', 'claude-sonnet-5', 119],
    ['msg_02', 'aa778ea0-6eab-4ce9-b87e-11d6d33dab4f', 'claude-sonnet-5', 50],
  ]);
  expect(await accountOf(printed)).toEqual([[6, 2, 2, 2, 0]]);
});
