import { expect, test } from 'vitest';
import { answer, log } from './run.ts';
import { counted, spansOf } from './spansOf.ts';

const fixture = 'fixtures/bedrock.jsonl';

const invocation = {
  schemaType: 'ModelInvocationLog',
  schemaVersion: '1.0',
  timestamp: '2026-11-03T09:00:00Z',
  requestId: 'r',
  operation: 'ConverseStream',
  modelId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  input: { inputTokenCount: 20 },
};

test('its fixture, counted by hand', async () => {
  expect(await spansOf(fixture, ...counted)).toEqual([
    // A regional profile costs a tenth more: 20 at $3.30, 5,000 at $0.33, 300 at $4.125, 100 at $16.50.
    ['a1b2c3d4-0001', 20, 5000, 300, 100, 0.0046035],
    // The counts of the cache stand only in the stream, and the model only in Anthropic's part of it.
    ['a1b2c3d4-0002', 12, 2000, 0, 40, 0.0004532],
    ['a1b2c3d4-0003', 4, null, null, 0, 0.00000008],
    ['a1b2c3d4-0004', null, null, null, null, null],
  ]);
  const { totals } = await answer(['top', fixture]);
  expect(totals).toMatchObject({ calls: 4, errors: 1, unpriced_calls: 0 });
});

test('who asked, how long it took, and what else the body tells', async () => {
  const columns = [
    'user_id',
    'session_id',
    'feature',
    'latency_ms',
    'ttft_ms',
    'stop_reason',
    'max_tokens',
    'error_type',
  ];
  expect(await spansOf(fixture, ...columns)).toEqual([
    [null, 's-204', 'chat', 1551, null, 'end_turn', 512, null],
    ['ada@example.com', null, null, 900, 310, 'end_turn', 1024, null],
    ['loader', null, null, null, null, null, null, null],
    [null, null, null, null, null, null, null, 'ThrottlingException'],
  ]);
});

test('the events of a stream of Converse', async () => {
  const usage = { inputTokens: 20, outputTokens: 10, totalTokens: 1030, cacheReadInputTokens: 1000 };
  const outputBodyJson = [
    { messageStop: { stopReason: 'end_turn' } },
    { metadata: { usage, metrics: { latencyMs: 551 } } },
  ];
  const output = { outputBodyJson, outputTokenCount: 10 };
  expect(
    await spansOf([{ ...invocation, output }], ...counted.slice(1, 5), 'latency_ms', 'stop_reason'),
  ).toEqual([[20, 1000, null, 10, 551, 'end_turn']]);
});

test('counts beside the bodies, which may be left out of the log', async () => {
  const top = {
    ...invocation,
    input: {},
    inputTokenCount: 20,
    cacheReadInputTokenCount: 7,
    outputTokenCount: 10,
  };
  expect(await spansOf([top], ...counted.slice(1, 5))).toEqual([[20, 7, null, 10]]);
});

test.each([
  [
    'Converse',
    {
      output: {
        message: { content: [{ toolUse: { toolUseId: 't', name: 'look', input: { b: 1, a: 2 } } }] },
      },
    },
  ],
  [
    'an answer of Anthropic',
    { content: [{ type: 'tool_use', id: 't', name: 'look', input: { b: 1, a: 2 } }] },
  ],
  [
    'an answer of others',
    {
      choices: [
        { message: { tool_calls: [{ id: 't', function: { name: 'look', arguments: '{"b":1,"a":2}' } }] } },
      ],
    },
  ],
  [
    'events of Anthropic',
    [
      {
        type: 'content_block_start',
        index: 1,
        content_block: { type: 'tool_use', id: 't', name: 'look', input: {} },
      },
      { type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: '{"b":1,' } },
      { type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: '"a":2}' } },
      {
        type: 'content_block_delta',
        index: 0,
        delta: { type: 'input_json_delta', partial_json: 'of another' },
      },
    ],
  ],
  [
    'events of Converse',
    [
      { contentBlockStart: { start: { toolUse: { toolUseId: 't', name: 'look' } }, contentBlockIndex: 0 } },
      { contentBlockDelta: { delta: { toolUse: { input: '{"b":1,' } }, contentBlockIndex: 0 } },
      { contentBlockDelta: { delta: { toolUse: { input: '"a":2}' } }, contentBlockIndex: 0 } },
      { contentBlockDelta: { delta: { toolUse: { input: 'of another' } }, contentBlockIndex: 1 } },
    ],
  ],
])('tools that are asked for in %s', async (_, outputBodyJson) => {
  const columns = [
    'kind',
    'trace_id',
    'span_id',
    'name',
    'arguments',
    'model',
    'input_tokens',
    'output_tokens',
  ];
  const record = { ...invocation, output: { outputBodyJson, outputTokenCount: 10 } };
  expect(await spansOf([record], ...columns)).toEqual([
    ['llm', 'r', 'r', 'ConverseStream', null, invocation.modelId, 20, 10],
    ['tool', 'r', 't', 'look', '{"a":2,"b":1}', null, null, null],
  ]);
  const { meta } = await answer(['sql', 'SELECT arguments FROM span', log([record, record])]);
  expect(meta.inputs).toMatchObject([{ records: 2, spans: 1, duplicates: 1 }]);
});
