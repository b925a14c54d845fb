import { describe, expect, test } from 'vitest';
import { claudeCode } from '../src/dialects/claude-code.ts';
import { answer, envelope, withTools } from './claude-code-records.ts';
import { logged, loggedLines } from './logged.ts';

const known: readonly [string, object, string][] = [
  ['a user record', { ...envelope, type: 'user', message: { role: 'user', content: 'Hi' } }, 'user'],
  ['an unknown type in the envelope', { ...envelope, type: 'hologram' }, 'hologram'],
  ['a summary', { type: 'summary', summary: 'Basket', leafUuid: 'u-1' }, 'summary'],
  [
    'a file history',
    { type: 'file-history-snapshot', messageId: 'u-1', snapshot: {} },
    'file-history-snapshot',
  ],
  [
    'a queue operation',
    { type: 'queue-operation', operation: 'enqueue', sessionId: 's-1' },
    'queue-operation',
  ],
  ['a title', { type: 'ai-title', aiTitle: 'Basket', sessionId: 's-1' }, 'ai-title'],
  ['a mode', { type: 'mode', mode: 'normal', sessionId: 's-1' }, 'mode'],
  ['a journal of sub-agents', { type: 'started', key: 'v2:1', agentId: 'a683f63' }, 'started'],
  [
    'another progress',
    { ...envelope, type: 'progress', data: { type: 'bash_progress', message: 'text' } },
    'progress',
  ],
  ['a bare message', { type: 'assistant', message: { usage: { input_tokens: 1 } } }, 'span'],
];

const foreign: readonly [string, object][] = [
  ['a flat log', { timestamp: '2026-03-02T09:00:00Z', trace_id: 't', model: 'gpt-4o', input_tokens: 5 }],
  ['a flat log in camel case', { type: 'llm-call', sessionId: 's-1', model: 'gpt-4o', inputTokens: 5 }],
  ['OTLP', { resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: 'ab', spanId: 'cd', name: 'chat' }] }] }] }],
  [
    'a rollout of another agent',
    { timestamp: '2026-03-02T09:00:00Z', type: 'event_msg', payload: { type: 'token_count' } },
  ],
  [
    'a message of another agent',
    { type: 'message', id: '1', message: { role: 'assistant', usage: { input: 3 } } },
  ],
  ['a chat log', { type: 'user', sessionId: 's-1', message: 'Hello', messageId: 0 }],
  ['a summary of something else', { type: 'summary', summary: 'x' }],
  ['an empty object', {}],
];

describe('of all records', () => {
  test.each(known)('%s is known by its type', async (_name, record, type) => {
    expect(claudeCode.record.safeParse(record).success).toBe(true);
    expect(await logged(claudeCode, [record], withTools)).toMatchObject([
      { record_type: type, is_first: true },
    ]);
  });

  test.each(foreign)('%s is left to others', async (_name, record) => {
    expect(claudeCode.record.safeParse(record).success).toBe(false);
    expect(await logged(claudeCode, [record], withTools)).toMatchObject([
      { record_type: null, is_first: true },
    ]);
  });

  test('a torn line and a line that is no object are no records', async () => {
    const rows = await loggedLines(claudeCode, [
      '{"type":"assistant","message":{"usage":{"input_tok',
      '[1]',
      '7',
      JSON.stringify(answer),
    ]);
    expect(rows.map((row) => row['record_type'])).toEqual([null, null, null, 'span']);
  });
});
