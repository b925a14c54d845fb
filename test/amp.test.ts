import { expect, test } from 'vitest';
import { log } from './run.ts';
import { accountOf, spansOf, totalOf } from './sessionLogs.ts';

test('a thread is the events of its ledger, with the cached tokens of their messages, and its tools', async () => {
  const columns =
    'name, model, uncached_input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, is_error';
  expect(await spansOf(columns, 'fixtures/amp.json')).toEqual([
    ['inference', 'claude-sonnet-4-5-20250929', 10, 11372, 986, 178, null],
    ['inference', 'claude-sonnet-4-5-20250929', 5, 12358, 0, 42, null],
    ['title-generation', 'claude-haiku-4-5-20251001', 300, null, null, 8, null],
    ['Bash', null, null, null, null, null, true],
  ]);
  expect(await accountOf('fixtures/amp.json')).toEqual([[1, 1, 0, 0, 0]]);
});

test('without a ledger the messages with usage are the calls', async () => {
  const usage = {
    model: 'claude-haiku-4-5',
    inputTokens: 10,
    outputTokens: 178,
    cacheReadInputTokens: 11372,
    timestamp: '2026-01-19T11:42:10Z',
  };
  const thread = {
    id: 'T-1',
    messages: [{ role: 'user' }, { role: 'assistant', usage }, { role: 'assistant' }],
  };
  expect(await totalOf(log([thread]))).toMatchObject({
    calls: 1,
    uncached_input_tokens: 10,
    cache_read_tokens: 11372,
    output_tokens: 178,
  });
});
