import { describe, expect, test } from 'vitest';
import { answer, type Fields, log } from './run.ts';

/** Agents say in their logs when they cut a conversation down, or sum it up: what that loses is no fault of the prompt. */

const at = (seconds: number) => new Date(Date.parse('2026-11-02T09:00:00Z') + seconds * 1000).toISOString();

type Usage = { readonly read: number; readonly written: number };

function claudeCall(index: number, seconds: number, { read, written }: Usage): object {
  return {
    ...{
      type: 'assistant',
      uuid: `u${index}`,
      sessionId: 'session-1',
      requestId: `req_${index}`,
      timestamp: at(seconds),
    },
    message: {
      ...{
        id: `msg_${index}`,
        type: 'message',
        role: 'assistant',
        model: 'claude-sonnet-4-5',
        stop_reason: 'end_turn',
      },
      content: [{ type: 'text', text: 'Done.' }],
      usage: {
        ...{
          input_tokens: 3,
          cache_read_input_tokens: read,
          cache_creation_input_tokens: written,
          output_tokens: 400,
        },
        cache_creation: { ephemeral_5m_input_tokens: written, ephemeral_1h_input_tokens: 0 },
      },
    },
  };
}

function mark(subtype: string, seconds: number): object {
  return {
    ...{ type: 'system', subtype, uuid: `mark-${seconds}`, sessionId: 'session-1', timestamp: at(seconds) },
    ...{
      content: 'Conversation compacted',
      isMeta: false,
      level: 'info',
      compactMetadata: { trigger: 'auto', preTokens: 90_000 },
    },
  };
}

async function missed(records: readonly object[]): Promise<readonly Fields[]> {
  const { rows } = await answer(['cache', '--list', '--all', log(records)]);
  return rows.filter(({ cause }) => String(cause) !== 'cold_start');
}

describe('Claude Code', () => {
  const before = [
    claudeCall(1, 0, { read: 0, written: 90_000 }),
    claudeCall(2, 30, { read: 90_000, written: 1_000 }),
  ];
  // The front is read, and the prompt is hardly shorter: by counts alone a message would have changed.
  const after = claudeCall(3, 90, { read: 18_000, written: 62_000 });

  test.each(['compact_boundary', 'microcompact_boundary'])(
    '%s: the history was cut down, which nobody could have avoided',
    async (subtype) => {
      const rows = await missed([
        ...before,
        mark(subtype, 60),
        after,
        claudeCall(4, 120, { read: 80_000, written: 500 }),
      ]);
      expect(rows).toMatchObject([
        {
          ...{ span_id: 'msg_3', cause: 'history_shrunk', avoidable: false, lost_tokens: 62_003 },
          why: 'the log says that it was compacted: 91,003 → 80,003 tokens',
        },
      ]);
    },
  );

  test('without such a record it is a change of the prompt', async () => {
    expect(await missed([...before, after])).toMatchObject([
      { span_id: 'msg_3', cause: 'tail_changed', avoidable: true },
    ]);
  });

  test('only the first call after it has that reason', async () => {
    const later = claudeCall(4, 120, { read: 18_000, written: 62_500 });
    const rows = await missed([...before, mark('compact_boundary', 60), after, later]);
    expect(Object.fromEntries(rows.map(({ span_id: id, cause }) => [id, cause]))).toEqual({
      ...{ msg_3: 'history_shrunk', msg_4: 'messages_changed' },
    });
  });

  test('a mark in another session says nothing', async () => {
    const elsewhere = { ...mark('compact_boundary', 60), sessionId: 'session-2' };
    expect(await missed([...before, elsewhere, after])).toMatchObject([{ cause: 'tail_changed' }]);
  });
});

test('pi: the same, by its own record', async () => {
  const call = (id: string, seconds: number, cacheRead: number, cacheWrite: number) => ({
    ...{ type: 'message', id, parentId: null, timestamp: at(seconds) },
    message: {
      ...{
        role: 'assistant',
        content: [{ type: 'text', text: 'Done.' }],
        api: 'anthropic-messages',
        provider: 'anthropic',
      },
      ...{ model: 'claude-sonnet-4-5', stopReason: 'stop', timestamp: Date.parse(at(seconds)) },
      usage: { input: 3, output: 40, cacheRead, cacheWrite, totalTokens: 43 + cacheRead + cacheWrite },
    },
  });
  const rows = await missed([
    { type: 'session', id: 'pi-1', timestamp: at(0), cwd: '/work' },
    ...[call('a', 10, 0, 90_000), call('b', 40, 90_000, 1_000)],
    {
      type: 'compaction',
      id: 'c',
      parentId: 'b',
      timestamp: at(60),
      summary: 'So far.',
      tokensBefore: 91_000,
    },
    call('d', 90, 18_000, 62_000),
  ]);
  expect(rows).toMatchObject([{ cause: 'history_shrunk', avoidable: false, lost_tokens: 62_003 }]);
});
