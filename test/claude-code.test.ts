import { describe, expect, test } from 'vitest';
import { claudeCode } from '../src/dialects/claude-code.ts';
import { answer, message, progress } from './claude-code-records.ts';
import { logged } from './logged.ts';

const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

const withOutput = (output_tokens: number, changes: object = {}) => ({
  ...answer,
  message: { ...message, usage: { ...message.usage, output_tokens } },
  ...changes,
});

describe('a call', () => {
  test('is an llm span of its session, with exclusive input tokens and both cache lifetimes', async () => {
    expect(await logged(claudeCode, [answer])).toEqual([
      expect.objectContaining({
        record_type: 'span',
        is_first: true,
        call_id: 'msg_1',
        completeness: 1,
        trace_id: 's-1',
        span_id: 'msg_1',
        parent_span_id: null,
        session_id: 's-1',
        name: 'assistant',
        kind: 'llm',
        started_at: '2026-03-02T09:00:06.222Z',
        is_naive_time: false,
        provider: 'anthropic',
        model: 'claude-opus-4-6',
        input_tokens: 4,
        cache_read_tokens: 500,
        cache_write_tokens: 300,
        cache_write_5m_tokens: 100,
        cache_write_1h_tokens: 200,
        output_tokens: 260,
        reasoning_tokens: null,
        input_convention: 'exclusive',
        is_output_placeholder: false,
        reported_cost_usd: null,
        status: null,
        stop_reason: 'end_turn',
        agent: null,
        service_tier: 'standard',
        request_id: 'req_1',
        release: '2.1.42',
      }),
    ]);
  });

  test('carries what else is short and logged, and nothing that is not', async () => {
    const [row] = await logged(claudeCode, [
      { ...answer, cwd: '/home/ada', gitBranch: 'main', effort: null },
    ]);
    expect(row?.['attributes']).toSatisfy((value) =>
      /^\{"cwd":"\/home\/ada","gitBranch":"main"\}$/.test(asText(value)),
    );
  });

  test('logged in three lines has one call_id, and its last count is the largest', async () => {
    const rows = await logged(claudeCode, [
      withOutput(1),
      withOutput(1, { uuid: 'u-2' }),
      withOutput(260, { uuid: 'u-3' }),
    ]);
    expect(rows.map((row) => [row['call_id'], row['completeness'], row['output_tokens']])).toEqual([
      ['msg_1', 1, 1],
      ['msg_1', 1, 1],
      ['msg_1', 1, 260],
    ]);
  });

  test('keeps its call_id without a requestId and in another session', async () => {
    const { requestId, ...requestless } = answer;
    const rows = await logged(claudeCode, [
      answer,
      requestless,
      { ...answer, sessionId: 's-2', uuid: 'u-9' },
    ]);
    expect(requestId).toBe('req_1');
    expect(rows.map((row) => row['call_id'])).toEqual(['msg_1', 'msg_1', 'msg_1']);
  });

  test('of a gateway that repeats one message id is told apart by session', async () => {
    const gateway = { ...answer, requestId: undefined, message: { ...message, id: 'relay' } };
    const rows = await logged(claudeCode, [gateway, { ...gateway, sessionId: 's-2' }]);
    expect(rows.map((row) => row['call_id'])).toEqual(['relay s-1', 'relay s-2']);
  });

  test('without a message id is known by its request, then by its record', async () => {
    const nameless = { ...answer, message: { ...message, id: undefined } };
    const rows = await logged(claudeCode, [nameless, { ...nameless, requestId: undefined }]);
    expect(rows.map((row) => row['call_id'])).toEqual(['req_1', 'u-1']);
  });

  test('replayed in a side file under another requestId is the less complete copy', async () => {
    const replay = withOutput(900, { isSidechain: true, agentId: 'aside', requestId: 'req_9', uuid: 'u-9' });
    const rows = await logged(claudeCode, [replay, answer]);
    expect(rows.map((row) => [row['call_id'], row['completeness'], row['agent']])).toEqual([
      ['msg_1', 0, 'aside'],
      ['msg_1', 1, null],
    ]);
  });

  test('with a handful of tokens and no stop_reason logs a placeholder', async () => {
    const streamed = (output_tokens: number, stop_reason: string | null) => ({
      ...answer,
      message: { ...message, stop_reason, usage: { ...message.usage, output_tokens } },
    });
    const rows = await logged(claudeCode, [
      streamed(1, null),
      streamed(10, null),
      streamed(11, null),
      streamed(3, 'end_turn'),
    ]);
    expect(rows.map((row) => row['is_output_placeholder'])).toEqual([true, true, false, false]);
  });

  test('without usage has unknown tokens, not zero', async () => {
    const [row] = await logged(claudeCode, [{ ...answer, message: { ...message, usage: null } }]);
    expect(row).toMatchObject({
      kind: 'llm',
      input_tokens: null,
      output_tokens: null,
      cache_write_tokens: null,
    });
  });

  test('of version 1.0 has a logged cost and no type', async () => {
    const old = {
      timestamp: '2025-05-03T08:00:00Z',
      sessionId: 's-0',
      version: '1.0.3',
      requestId: 'req_0',
      costUSD: 0.0312,
      message,
    };
    const [row] = await logged(claudeCode, [old]);
    expect(row).toMatchObject({
      record_type: 'span',
      kind: 'llm',
      reported_cost_usd: '0.031200000000',
      release: '1.0.3',
    });
  });
});

describe('a sub-agent', () => {
  test('in progress records makes calls of its own below the tool that started it', async () => {
    const [row] = await logged(claudeCode, [progress]);
    expect(row).toMatchObject({
      record_type: 'span',
      kind: 'llm',
      call_id: 'msg_2',
      trace_id: 's-1',
      parent_span_id: 'toolu_task',
      agent: 'a683f63',
      request_id: 'req_2',
      started_at: '2026-03-02T09:00:07.000Z',
      input_tokens: 4,
      cache_write_1h_tokens: 200,
      output_tokens: 260,
    });
  });

  test('in a file of its own belongs to the session that started it', async () => {
    const [row] = await logged(claudeCode, [{ ...answer, isSidechain: true, agentId: 'a7c1f02' }]);
    expect(row).toMatchObject({ trace_id: 's-1', agent: 'a7c1f02', kind: 'llm' });
  });

  test("of old versions, inside its parent's file and without a name, is still an agent", async () => {
    const [row] = await logged(claudeCode, [{ ...answer, isSidechain: true }]);
    expect(row).toMatchObject({ agent: 'sidechain' });
  });
});
