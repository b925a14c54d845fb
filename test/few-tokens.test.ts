import { describe, expect, test } from 'vitest';
import { accountOf, spansOf } from './sessionLogs.ts';

/** Coding agents that log the tokens of a whole run, or none: their calls and tools are spans all the same. */

const columns = 'name, kind, model, uncached_input_tokens, cache_read_tokens, output_tokens, is_error';

describe('Droid', () => {
  test('tells what a run and a session used', async () => {
    expect(await spansOf(columns, 'fixtures/droid.jsonl')).toEqual([
      ['session', 'agent', 'claude-opus-4-5-20251101', 300, 80000, 900, null],
      ['Execute', 'tool', null, null, null, null, true],
      ['run', 'agent', 'claude-sonnet-4-5', 120, 9000, 85, null],
    ]);
    expect(await accountOf('fixtures/droid.jsonl')).toEqual([[6, 3, 0, 3, 0]]);
  });
});

describe('Grok', () => {
  test('tells what a turn used and cost, in ticks of 1e-10 dollars', async () => {
    expect(await spansOf(`${columns}, reported_cost_usd`, 'fixtures/grok.jsonl')).toEqual([
      ['turn', 'agent', 'grok-4.5-build', 158057 - 151040, 151040, 2414, null, 0.07383],
      ['run_terminal_cmd', 'tool', null, null, null, null, null, null],
      ['web_search', 'tool', null, null, null, null, null, null],
      ['assistant', 'llm', 'grok-4.5', null, null, null, null, null],
    ]);
    expect(await accountOf('fixtures/grok.jsonl')).toEqual([[9, 3, 0, 6, 0]]);
  });
});

describe('logs without tokens', () => {
  test('of Cursor are calls and tools of the session that the file is named after', async () => {
    expect(await spansOf('session_id, name, kind, output_tokens', 'fixtures/cursor.jsonl')).toEqual([
      ['cursor', 'Shell', 'tool', null],
      ['cursor', 'assistant', 'llm', null],
    ]);
    expect(await accountOf('fixtures/cursor.jsonl')).toEqual([[3, 1, 0, 2, 0]]);
  });

  test('of Hermes have the time of the session, and no zone', async () => {
    expect(await spansOf('name, kind, model, started_at', 'fixtures/hermes.json')).toEqual([
      ['assistant', 'llm', 'gpt-5.2', '2026-04-29T20:05:00.000Z'],
      ['assistant', 'llm', 'gpt-5.2', '2026-04-29T20:05:00.000Z'],
      ['shell', 'tool', null, '2026-04-29T20:05:00.000Z'],
    ]);
  });

  test('of Antigravity are steps', async () => {
    expect(await spansOf('name, kind, status', 'fixtures/antigravity.jsonl')).toEqual([
      ['planner_response', 'llm', 'ok'],
      ['list_directory', 'tool', 'ok'],
      ['run_command', 'tool', 'error'],
    ]);
    expect(await accountOf('fixtures/antigravity.jsonl')).toEqual([[5, 3, 0, 2, 0]]);
  });
});
