import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { claudeCode } from '../src/dialects/claude-code.ts';
import { answer, envelope, inner, message, progress, withTools } from './claude-code-records.ts';
import { logged } from './logged.ts';

describe('tools', () => {
  const call = { type: 'tool_use', id: 'toolu_1', name: 'Read', input: { b: 1, a: '/x' } };
  const asks = { ...answer, message: { ...message, content: [{ type: 'text', text: 'Reading.' }, call] } };
  const says = (content: object) => ({
    ...envelope,
    uuid: 'u-5',
    type: 'user',
    timestamp: '2026-03-02T09:00:09.000Z',
    message: { role: 'user', content: [content] },
  });
  const failed = { tool_use_id: 'toolu_1', type: 'tool_result', content: 'no such file', is_error: true };

  test('are not looked for when nobody asks', async () => {
    const rows = await logged(claudeCode, [asks, says(failed)]);
    expect(rows.map((row) => row['record_type'])).toEqual(['span', 'user']);
  });

  test('are spans beside the call that asked for them, with canonical arguments', async () => {
    const rows = await logged(claudeCode, [asks], withTools);
    expect(rows.map((row) => row['is_first'])).toEqual([true, false]);
    expect(rows[1]).toMatchObject({
      record_type: 'span',
      kind: 'tool',
      call_id: 'toolu_1',
      span_id: 'toolu_1',
      parent_span_id: null,
      trace_id: 's-1',
      name: 'Read',
      tool_name: 'Read',
      arguments: '{"a":"/x","b":1}',
      started_at: '2026-03-02T09:00:06.222Z',
      model: null,
      input_tokens: null,
      output_tokens: null,
    });
  });

  test('end where the next user record brings their result, under their own span_id', async () => {
    const rows = await logged(claudeCode, [says(failed)], withTools);
    expect(rows.map((row) => [row['record_type'], row['is_first']])).toEqual([
      ['user', true],
      ['tool_result', false],
    ]);
    expect(rows[1]).toMatchObject({
      call_id: null,
      trace_id: 's-1',
      span_id: 'toolu_1',
      started_at: null,
      ended_at: '2026-03-02T09:00:09.000Z',
      status: 'error',
      is_error: true,
      output_digest: createHash('md5').update('no such file').digest('hex'),
    });
  });

  test('that do not say is_error did not fail; a result without content has no digest', async () => {
    const [, row] = await logged(
      claudeCode,
      [says({ tool_use_id: 'toolu_1', type: 'tool_result' })],
      withTools,
    );
    expect(row).toMatchObject({ status: 'ok', is_error: false, output_digest: null, output_sketch: null });
  });

  test('of a sub-agent stand below the tool that started it', async () => {
    const asking = { ...progress, data: { ...progress.data, message: { ...inner, message: asks.message } } };
    const [, row] = await logged(claudeCode, [asking], withTools);
    expect(row).toMatchObject({
      kind: 'tool',
      span_id: 'toolu_1',
      parent_span_id: 'toolu_task',
      agent: 'a683f63',
    });
  });

  test('named in plain text are none', async () => {
    const rows = await logged(
      claudeCode,
      [{ ...envelope, type: 'user', message: { role: 'user', content: 'what is a tool_use?' } }],
      withTools,
    );
    expect(rows.map((row) => row['record_type'])).toEqual(['user']);
  });
});

describe('errors', () => {
  const synthetic = {
    ...message,
    id: '7484f69a',
    model: '<synthetic>',
    usage: { input_tokens: 0, output_tokens: 0 },
  };

  test('of the API are failed spans, no calls', async () => {
    const retry = {
      ...envelope,
      type: 'system',
      subtype: 'api_error',
      error: { status: 529, error: { type: 'error', error: { type: 'overloaded_error' } } },
    };
    const gaveUp = {
      ...answer,
      message: synthetic,
      isApiErrorMessage: true,
      error: 'rate_limit',
      uuid: 'u-2',
    };
    const rows = await logged(claudeCode, [retry, gaveUp]);
    expect(rows).toMatchObject([
      {
        record_type: 'span',
        kind: 'other',
        name: 'api_error',
        status: 'error',
        error_type: 'overloaded_error',
        call_id: 'u-1',
        model: null,
      },
      {
        record_type: 'span',
        kind: 'other',
        name: 'api_error',
        status: 'error',
        error_type: 'rate_limit',
        call_id: 'u-2',
        model: null,
        input_tokens: null,
      },
    ]);
  });

  test('are not what other synthetic messages are', async () => {
    const [row] = await logged(claudeCode, [{ ...answer, message: synthetic, isApiErrorMessage: false }]);
    expect(row).toMatchObject({ record_type: 'synthetic', kind: null, call_id: null, input_tokens: null });
  });
});
