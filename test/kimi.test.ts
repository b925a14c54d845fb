import { expect, test } from 'vitest';
import { accountOf, spansOf, totalOf } from './sessionLogs.ts';

test('Kimi Code tells usage in a record of its own: the step that ended is the same call', async () => {
  const columns =
    'name, model, uncached_input_tokens, cache_read_tokens, output_tokens, latency_ms, ttft_ms, stop_reason, is_error';
  expect(await spansOf(columns, 'fixtures/kimi.jsonl')).toEqual([
    ['assistant', 'moonshot-ai/kimi-k2.7-code', 267, 24064, 42, 2327, 1566, 'tool_use', null],
    ['Bash', null, null, null, null, 100, null, null, false],
    ['session', 'moonshot-ai/kimi-k2.7-code', 1411, 40960, 937, null, null, null, null],
  ]);
  expect(await accountOf('fixtures/kimi.jsonl')).toEqual([[9, 3, 0, 6, 0]]);
});

test('the Kimi CLI tells it in states, of which two may be of one message', async () => {
  expect(await totalOf('fixtures/kimi-cli.jsonl')).toMatchObject({
    ...{ calls: 2, uncached_input_tokens: 1244 + 500, cache_read_tokens: 69376, output_tokens: 175 },
  });
  expect(await spansOf('name, agent, is_error', 'fixtures/kimi-cli.jsonl')).toEqual([
    ['Shell', null, true],
    ['assistant', null, null],
    ['assistant', 'subagent', null],
  ]);
  expect(await accountOf('fixtures/kimi-cli.jsonl')).toEqual([[7, 3, 1, 3, 0]]);
});
