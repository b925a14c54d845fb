import { describe, expect, test } from 'vitest';
import { exportLine, otlpAttributes, otlpSpan } from './otlpLines.ts';
import { log } from './run.ts';
import { accountOf } from './sessionLogs.ts';
import { spansOf } from './spansOf.ts';

type Attributes = Readonly<Record<string, string | number | boolean>>;

const root = 'a000000000000001';
const span = (spanId: string, name: string, attributes: Attributes, parentSpanId = root) =>
  otlpSpan({ 'session.id': 's-1', ...attributes }, { spanId, name, parentSpanId });

describe('spans of Claude Code', () => {
  const request = {
    'span.type': 'llm_request',
    model: 'claude-opus-4-5-20251101',
    'gen_ai.system': 'anthropic',
    'gen_ai.request.model': 'claude-opus-4-5-20251101',
    ttft_ms: 810,
    input_tokens: 2,
    output_tokens: 1200,
    cache_read_tokens: 84_562,
    cache_creation_tokens: 7096,
    request_id: 'req_1',
    success: true,
    stop_reason: 'tool_use',
  };
  const turn = exportLine(
    [
      span(root, 'claude_code.interaction', { 'span.type': 'interaction', user_prompt: 'mend it' }, ''),
      span('a000000000000002', 'claude_code.llm_request', request),
      span('a000000000000003', 'claude_code.tool', { tool_name: 'Bash', full_command: 'npm test' }),
      span('a000000000000004', 'claude_code.tool.execution', { success: false }, 'a000000000000003'),
      span('a000000000000005', 'claude_code.llm_request', {
        model: 'claude-opus-4-5-20251101',
        agent_id: 'explorer',
        success: false,
        status_code: 529,
      }),
    ],
    { 'service.name': 'claude-code' },
  );

  test('a request is a call whose input leaves cached tokens out', async () => {
    const columns = ['kind', 'uncached_input_tokens', 'cache_read_tokens', 'cache_write_tokens'];
    expect(
      await spansOf([turn], ...columns, 'output_tokens', 'ttft_ms', 'request_id', 'stop_reason'),
    ).toEqual([
      ['agent', null, null, null, null, null, null, null],
      ['llm', 2, 84_562, 7096, 1200, 810, 'req_1', 'tool_use'],
      ['tool', null, null, null, null, null, null, null],
      ['other', null, null, null, null, null, null, null],
      ['llm', null, null, null, null, null, null, null],
    ]);
  });

  test('tools have a name and arguments, failures a status, agents a name', async () => {
    const columns = ['tool_name', 'arguments', 'status', 'error_type', 'agent', 'provider'];
    expect(await spansOf([turn], ...columns)).toEqual([
      [null, null, 'ok', null, null, null],
      [null, null, 'ok', null, null, 'anthropic'],
      ['Bash', '{"full_command":"npm test"}', 'ok', null, null, null],
      [null, null, 'error', 'error', null, null],
      [null, null, 'error', '529', 'explorer', 'anthropic'],
    ]);
  });

  test('what was said, asked or run is no attribute', async () => {
    const attributes = JSON.stringify(await spansOf([turn], 'attributes'));
    expect(attributes).toContain('service.name');
    expect(attributes).not.toMatch(/mend it|npm test|tokens|user_prompt/);
  });

  test('an event of the same trace that tells the request once more is not counted', async () => {
    const told = { 'event.name': 'api_request', 'session.id': 's-1', ...request, cost_usd: 0.116641 };
    const event = {
      timeUnixNano: '1772442002000000000',
      traceId: '5b8efff798038103d269b633813fc60c',
      spanId: root,
      body: { stringValue: 'claude_code.api_request' },
      attributes: otlpAttributes(told),
    };
    const events = { resourceLogs: [{ resource: {}, scopeLogs: [{ scope: {}, logRecords: [event] }] }] };
    expect(await accountOf(log([turn, events]))).toEqual([
      [1, 1, 0, 0, 0],
      [1, 0, 1, 0, 0],
    ]);
  });
});

test('spans of Qwen Code: the input holds cached tokens', async () => {
  const request = {
    model: 'qwen3-coder-plus',
    input_tokens: 900,
    cached_input_tokens: 600,
    output_tokens: 40,
  };
  const line = exportLine([span('b000000000000001', 'qwen-code.llm_request', request, '')]);
  const columns = ['kind', 'model', 'uncached_input_tokens', 'cache_read_tokens', 'output_tokens'];
  expect(await spansOf([line], ...columns)).toEqual([['llm', 'qwen3-coder-plus', 300, 600, 40]]);
});

describe('dollars of GitHub Copilot', () => {
  const dollars = async (attributes: Attributes) => {
    const line = exportLine([otlpSpan({ 'gen_ai.operation.name': 'chat', ...attributes })]);
    return (await spansOf([line], 'reported_cost_usd::DOUBLE AS dollars')).flat();
  };

  test('an AI credit is a cent; a cost beside it counts premium requests', async () => {
    const billed = { 'github.copilot.cost': 3, 'github.copilot.nano_aiu': 6_958_150_000 };
    expect(await dollars(billed)).toEqual([0.0695815]);
    expect(await dollars({ 'github.copilot.aiu': 2.5 })).toEqual([0.025]);
  });

  test('a cost alone is money only where it is less than any premium request', async () => {
    expect(await dollars({ 'github.copilot.cost': 0.0123 })).toEqual([0.0123]);
    expect(await dollars({ 'github.copilot.cost': 0.33 })).toEqual([null]);
    expect(await dollars({ 'github.copilot.cost': 1 })).toEqual([null]);
  });
});
