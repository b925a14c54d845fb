import { expect, test } from 'vitest';
import { accountOf, spansOf } from './sessionLogs.ts';

test('messages are calls, tool parts tool calls, and the steps say again what their message says', async () => {
  const columns =
    'name, kind, model, uncached_input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, cost_source, latency_ms, status';
  expect(await spansOf(columns, 'fixtures/opencode.jsonl')).toEqual([
    ['build', 'llm', 'claude-sonnet-4-5', 12, 9000, 1500, 210, 'reported', 6000, 'ok'],
    ['bash', 'tool', null, null, null, null, null, null, 1500, 'error'],
    // Its total counts reasoning beside the output; a cost of 0 is not free.
    ['build', 'llm', 'gpt-5', 500, 4000, 0, 60 + 140, 'computed', 3000, 'error'],
  ]);
  expect(await accountOf('fixtures/opencode.jsonl')).toEqual([[8, 3, 0, 5, 0]]);
});
