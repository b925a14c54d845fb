import { describe, expect, test } from 'vitest';
import { otlpLogs } from '../src/dialects/otlp-logs.ts';
import { logged } from './logged.ts';
import { exportLine, otlpAttributes, otlpSpan } from './otlpLines.ts';
import { answer, log } from './run.ts';

const calls = `SELECT coalesce(tool_name, model) AS what, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, cost_usd, latency_ms, status
  FROM span ORDER BY started_at, kind`;

async function callsOf(...files: readonly string[]): Promise<string[]> {
  const { rows } = await answer(['sql', calls, ...files]);
  return rows.map((row) => Object.values(row).join(' '));
}

const inputsOf = async (...files: readonly string[]) => {
  const { meta, totals } = await answer(['top', ...files]);
  return { inputs: meta.inputs.map(({ file, ...counts }) => counts), totals };
};

test('coding agents tell their calls by events: each once, with the tokens and dollars that they log', async () => {
  const sonnet = 'claude-sonnet-4-5-20250929';
  expect(await callsOf('fixtures/otlp-logs.jsonl')).toEqual([
    // Claude Code: input excludes what is cached; the time of an event is the end of its call.
    `${sonnet} 19464 18250 1200 310 0.014667 4200 ok`,
    'Bash      1540 ok',
    `${sonnet}      300 error`,
    `${sonnet} 19796 19450 340 88 0.008448 3100 ok`,
    // Codex: input includes what is cached, output what was thought.
    'gpt-5-codex 16341 3584  181 0.01820425  ok',
    'shell      120 error',
    'gpt-4o-2024-08-06 1200 1024  300 0.00472  ok',
  ]);
  const { inputs } = await inputsOf('fixtures/otlp-logs.jsonl');
  expect(inputs).toEqual([
    { dialect: 'otlp-logs', records: 7, spans: 4, duplicates: 1, other: 2, rejected: 0 },
  ]);
});

test("Gemini CLI's own file: thoughts are billed beside the output, and a call that is told twice counts once", async () => {
  expect(await callsOf('fixtures/otlp-logs-gemini.log')).toEqual([
    'gemini-2.5-pro 12000 8000  770 0.0137 2311 ok',
    'read_file      12 ok',
    'gemini-2.5-pro      180 error',
  ]);
});

describe('GitHub Copilot tells each call up to four times: the first account there is counts', () => {
  const time = (at: number) => [1793696400 + at, 0];
  const common = {
    resource: { _rawAttributes: [['service.name', 'copilot-chat']] },
    instrumentationScope: { name: 'copilot-chat', version: '0.62.0' },
  };
  const usage = (input: number, cached: number, output: number) => ({
    'gen_ai.request.model': 'claude-sonnet-4.5',
    'gen_ai.usage.input_tokens': input,
    'gen_ai.usage.cache_read.input_tokens': cached,
    'gen_ai.usage.output_tokens': output,
  });
  const span = (traceId: string, spanId: string, parent: string | null, operation: string, own: object) => ({
    ...common,
    ...{ traceId, spanId, name: operation, startTime: time(0), endTime: time(9), status: { code: 0 } },
    parentSpanContext: parent === null ? undefined : { traceId, spanId: parent },
    attributes: { 'gen_ai.operation.name': operation, ...own },
  });
  const event = (traceId: string, spanId: string, name: string, own: object) => ({
    ...common,
    ...{ hrTime: time(8), spanContext: { traceId, spanId }, _body: name },
    attributes: { 'event.name': name, ...own },
  });
  const inference = 'gen_ai.client.inference.operation.details';
  const [one, two, three] = ['a1', 'b2', 'c3'].map((byte) => byte.repeat(16)) as [string, string, string];

  test('spans of calls before events, events of calls before turns, turns before the agent', async () => {
    const file = log([
      span(one, 'a000000000000001', null, 'invoke_agent', usage(28000, 21000, 1100)),
      span(one, 'a000000000000002', 'a000000000000001', 'chat', {
        'gen_ai.response.id': 'r1',
        ...usage(20000, 15000, 700),
      }),
      event(one, 'a000000000000002', inference, { 'gen_ai.response.id': 'r1', ...usage(20000, 15000, 700) }),
      span(one, 'a000000000000003', 'a000000000000001', 'chat', {
        'gen_ai.response.id': 'r2',
        ...usage(8000, 6000, 400),
      }),
      event(one, 'a000000000000001', 'copilot_chat.agent.turn', usage(28000, 21000, 1100)),
      span(two, 'b000000000000001', null, 'invoke_agent', usage(3000, 0, 90)),
      event(two, 'b000000000000001', inference, { 'gen_ai.response.id': 'r3', ...usage(1000, 0, 40) }),
      event(two, 'b000000000000001', inference, { 'gen_ai.response.id': 'r4', ...usage(2000, 0, 50) }),
      event(two, 'b000000000000001', 'copilot_chat.agent.turn', usage(3000, 0, 90)),
      event(three, 'c000000000000001', 'copilot_chat.agent.turn', usage(500, 0, 20)),
    ]);
    const { inputs, totals } = await inputsOf(file);
    expect(totals).toMatchObject({
      calls: 5,
      input_tokens: 31_500,
      cache_read_tokens: 21_000,
      output_tokens: 1210,
    });
    expect(inputs).toEqual([
      { dialect: 'otlp-logs', records: 6, spans: 3, duplicates: 3, other: 0, rejected: 0 },
      { dialect: 'otlp', records: 4, spans: 4, duplicates: 0, other: 0, rejected: 0 },
    ]);
  });

  test('what it calls a cost is a count of premium requests, no dollars', async () => {
    const { totals } = await inputsOf(
      log([
        span(one, 'a000000000000002', null, 'chat', { 'github.copilot.cost': 1, ...usage(1000, 0, 100) }),
      ]),
    );
    expect(totals).toMatchObject({ cost_usd: 0.0045 });
  });
});

test('an event of a call whose span is in another file adds nothing', async () => {
  const attributes = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.usage.input_tokens': 1000,
    'gen_ai.usage.output_tokens': 100,
  };
  const entry = {
    timeUnixNano: '1772442001000000000',
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: 'eee19b7ec3c1b174',
    attributes: otlpAttributes({ 'event.name': 'gen_ai.client.inference.operation.details', ...attributes }),
  };
  const events = log([{ resourceLogs: [{ scopeLogs: [{ logRecords: [entry] }] }] }]);
  const spans = log([exportLine([otlpSpan(attributes, { parentSpanId: '' })])]);
  for (const files of [[events], [spans], [spans, events], [events, spans]])
    expect((await inputsOf(...files)).totals).toMatchObject({ calls: 1, input_tokens: 1000 });
});

test.each([
  [{ resourceLogs: [] }, 'resourceLogs'],
  [{ resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: 'x' } }] }] }] }, 'x'],
  [{ resource: {}, scopeMetrics: [] }, 'resourceMetrics'],
  [{ hrTime: [1, 0], attributes: {}, _body: 'hello' }, 'hello'],
  [{ startTime: [1, 0], hrTime: [1, 0] }, null],
])('what is no call is one row that says so: %j', async (record, record_type) => {
  expect(await logged(otlpLogs, [record])).toMatchObject([{ record_type, is_first: true }]);
});
