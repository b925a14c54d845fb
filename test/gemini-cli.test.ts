import { describe, expect, test } from 'vitest';
import { log } from './run.ts';
import { accountOf, spansOf, totalOf } from './sessionLogs.ts';

const lines = 'fixtures/gemini-cli.jsonl';
const session = '7d1b2c0e-3f44-4a1d-9c57-6e2f8a90b1c3';

const header = {
  sessionId: 's-1',
  projectHash: 'p',
  startTime: '2026-06-01T08:00:00Z',
  lastUpdated: '2026-06-01T08:00:00Z',
};

const message = (id: string, tokens: object) => ({
  ...{ id, timestamp: '2026-06-01T08:00:09Z', type: 'gemini', content: '', model: 'gemini-2.5-pro', tokens },
});

describe('lines', () => {
  test('are one session of calls and tools; of a message that is logged again the later copy counts', async () => {
    const columns =
      'session_id, name, kind, input_tokens, cache_read_tokens, output_tokens, reasoning_tokens, is_error, latency_ms';
    expect(await spansOf(columns, lines)).toEqual([
      [session, 'gemini', 'llm', 12263, 11678, 53 + 476, 476, null, null],
      [session, 'read_file', 'tool', null, null, null, null, false, 500],
      [session, 'gemini', 'llm', 12900, 12263, 40, 0, null, null],
      [session, 'run_shell_command', 'tool', null, null, null, null, true, 5000],
    ]);
    expect(await accountOf(lines)).toEqual([[7, 2, 1, 4, 0]]);
  });

  test('belong to the session of their header where one of them has to be mended', async () => {
    const odd = JSON.stringify(message('m-1', { input: 10, output: 1, total: 11 })).replace(
      '"content":""',
      '"content":"\\ud83d"',
    );
    expect(await spansOf('session_id, input_tokens', log([header, odd]))).toEqual([['s-1', 10]]);
  });

  test('that hold a whole session in a patch are read', async () => {
    const patch = { $set: { messages: [message('m-1', { input: 10, output: 1, total: 11 })] } };
    expect(await spansOf('session_id, input_tokens', log([header, patch]))).toEqual([['s-1', 10]]);
  });
});

describe('a document', () => {
  test('is one record with all its calls; thoughts are billed beside the answer, tool prompts as input', async () => {
    expect(await totalOf('fixtures/gemini-cli.json')).toEqual({
      ...{ calls: 2, uncached_input_tokens: 12082 + (12400 - 12082) + 30, cache_read_tokens: 12082 },
      ...{ cache_write_tokens: null, output_tokens: 11 + 275 + 20 },
    });
    expect(await accountOf('fixtures/gemini-cli.json')).toEqual([[1, 1, 0, 0, 0]]);
  });

  test('that stands twice counts once', async () => {
    const copy = {
      ...header,
      messages: [message('11111111-aaaa-4bbb-8ccc-000000000001', { input: 10, output: 1, total: 11 })],
    };
    const [one, other] = [log([copy]), log([copy])];
    expect(await totalOf(one, other)).toMatchObject({ calls: 1, uncached_input_tokens: 10 });
    expect((await accountOf(one, other)).sort()).toEqual([
      [1, 0, 1, 0, 0],
      [1, 1, 0, 0, 0],
    ]);
  });

  test('without an answer is other', async () => {
    expect(await accountOf(log([{ ...header, messages: [] }]))).toEqual([[1, 0, 0, 1, 0]]);
  });
});

test('cached tokens are inside the input, or beside it where the total says so', async () => {
  const inside = message('m-1', { input: 100, output: 10, cached: 60, thoughts: 0, tool: 0, total: 110 });
  const beside = message('m-2', { input: 40, output: 10, cached: 60, thoughts: 0, tool: 0, total: 110 });
  expect(
    await spansOf('span_id, uncached_input_tokens, cache_read_tokens', log([header, inside, beside])),
  ).toEqual([
    ['m-1', 40, 60],
    ['m-2', 40, 60],
  ]);
});
