import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { file, log, root } from './run.ts';
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

test('a session as opencode exports it', async () => {
  const of = { sessionID: 'ses_1', messageID: 'msg_2' };
  const tokens = { input: 12, output: 100, reasoning: 0, cache: { read: 5000, write: 300 } };
  const state = {
    status: 'completed',
    input: {},
    output: 'a',
    time: { start: 1793610002000, end: 1793610003000 },
  };
  const question = { id: 'msg_1', sessionID: 'ses_1', role: 'user', time: { created: 1793610000000 } };
  const answer = {
    ...{ id: 'msg_2', sessionID: 'ses_1', role: 'assistant', modelID: 'claude-sonnet-4-5', tokens },
    ...{ providerID: 'anthropic', cost: 0.0123, time: { created: 1793610001000, completed: 1793610005000 } },
  };
  const parts = [
    { id: 'prt_3', ...of, type: 'tool', callID: 'toolu_1', tool: 'bash', state },
    { id: 'prt_4', ...of, type: 'step-finish', reason: 'stop', cost: 0.0123, tokens },
  ];
  const session = {
    info: { id: 'ses_1', projectID: 'p1', title: 't', time: { created: 1793610000000 } },
    messages: [
      { info: question, parts: [{ id: 'prt_1', ...of, type: 'text', text: 'hi' }] },
      { info: answer, parts },
    ],
  };
  const exported = file('export.json', JSON.stringify(session, null, 2));
  const columns = 'span_id, kind, model, uncached_input_tokens, cache_read_tokens, output_tokens, latency_ms';
  expect(await spansOf(columns, exported)).toEqual([
    ['msg_2', 'llm', 'claude-sonnet-4-5', 12, 5000, 100, 4000],
    ['prt_3', 'tool', null, null, null, null, 1000],
  ]);
  expect(await accountOf(exported)).toEqual([[6, 2, 0, 4, 0]]);
});

test('a run as it is printed has no messages: its steps are the calls', async () => {
  const columns = 'span_id, kind, uncached_input_tokens, output_tokens, cost_source, latency_ms';
  expect(await spansOf(columns, 'fixtures/opencode-run.jsonl')).toEqual([
    ['prt_4', 'llm', 12, 100, 'reported', 4000],
    ['prt_3', 'tool', null, null, null, 1000],
  ]);
});

test('a fork copies messages and parts under new ids: they count once', async () => {
  const text = readFileSync(path.join(root, 'fixtures/opencode.jsonl'), 'utf8');
  const copied = text.replaceAll(/"(id|sessionID|messageID)":"/g, '$&fork_');
  expect(await accountOf('fixtures/opencode.jsonl', log(copied.trim().split('\n')))).toEqual([
    [8, 3, 0, 5, 0],
    [8, 0, 3, 5, 0],
  ]);
});
