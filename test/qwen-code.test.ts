import { expect, test } from 'vitest';
import { accountOf, spansOf } from './sessionLogs.ts';

const chat = 'fixtures/qwen-code.jsonl';

test('a chat is calls, tools and errors; thoughts are outside the answer unless the total holds them', async () => {
  const columns =
    'name, kind, input_tokens, cache_read_tokens, output_tokens, reasoning_tokens, error_type, is_error';
  expect(await spansOf(columns, chat)).toEqual([
    ['assistant', 'llm', 9000, 8192, 120, 80, null, null],
    ['list_directory', 'tool', null, null, null, null, null, false],
    ['assistant', 'llm', 9200, 0, 50, 40, null, null],
    ['api_error', 'other', null, null, null, null, 'rate_limit', null],
  ]);
});

test('its records are none of Claude Code, and all accounted for', async () => {
  expect(await accountOf(chat)).toEqual([[6, 3, 0, 3, 0]]);
});
