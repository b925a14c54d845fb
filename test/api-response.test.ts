import { describe, expect, test } from 'vitest';
import { answer } from './run.ts';
import { counted, spansOf } from './spansOf.ts';

const fixture = 'fixtures/api-response.jsonl';

const chat = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1793610000,
  model: 'gpt-4o-2024-08-06',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Yes.' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 },
};

const message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-4-5-20250929',
  content: [],
  stop_reason: 'end_turn',
  usage: {
    input_tokens: 3,
    cache_creation_input_tokens: 12304,
    cache_read_input_tokens: 0,
    output_tokens: 550,
  },
};

test('its fixture, counted by hand', async () => {
  expect(await spansOf(fixture, ...counted)).toEqual([
    // 176 at $2.50, 1,024 at $1.25, 80 at $10 per million.
    ['chatcmpl-C1', 176, 1024, null, 80, 0.00252],
    // flex: half of 900 at $1.10 and 1,944 at $4.40; the reasoning is a part of the 1,944.
    ['resp_67cc', 900, 0, null, 1944, 0.0047718],
    // OpenRouter's fee and, with a key of one's own, the provider's bill.
    ['gen-1793610200-x', 1000, 0, null, 100, 0.004725],
    // batch: half of 1,000 at $2.50 and 100 at $10.
    ['chatcmpl-B1', 1000, 0, null, 100, 0.00175],
    // A region of Bedrock costs a tenth more: 20 at $3.30, 1,000 at $0.33, 10 at $16.50.
    ['conv-1', 20, 1000, 0, 10, 0.000561],
    // Gemini's thoughts are billed beside its candidates: 80 at $1.25, 20 at $0.125, 150 at $10.
    ['r-1', 80, 20, null, 150, 0.0016025],
    ['batch_req_2', null, null, null, null, null],
    ['batch_req_3', null, null, null, null, null],
    // 3 at $3, 5,000 at $0.30, 12,000 at $3.75, 304 at $6, 550 at $15.
    ['msg_01A', 3, 5000, 12304, 550, 0.056583],
    // batch: half of 1,000 at $3, 2,000 at $0.30, 100 at $15.
    ['msg_01B', 1000, 2000, 0, 100, 0.00255],
    ['msg_bdrk_01', 500, null, null, 40, 0.000385],
  ]);
  const { meta } = await answer(['top', fixture]);
  expect(meta.inputs).toMatchObject([
    { dialect: 'api-response', records: 12, spans: 11, other: 1, rejected: 0 },
  ]);
});

describe('the output of a batch', () => {
  test('tells what failed, and why', async () => {
    const failed = [
      {
        custom_id: 'a',
        result: { type: 'errored', error: { type: 'error', error: { type: 'invalid_request_error' } } },
      },
      { custom_id: 'b', result: { type: 'expired' } },
      { custom_id: 'c', response: { status_code: 500, body: {} }, error: null },
      { custom_id: 'd', response: null, error: { code: 'batch_expired', message: '…' } },
      { recordId: 'e', modelInput: {}, error: { errorCode: 400, errorMessage: '…' } },
    ];
    expect(await spansOf(failed, 'span_id', 'status', 'error_type', 'input_tokens', 'service_tier')).toEqual([
      ['a', 'error', 'invalid_request_error', null, 'batch'],
      ['b', 'error', 'expired', null, 'batch'],
      ['c', 'error', '500', null, 'batch'],
      ['d', 'error', 'batch_expired', null, 'batch'],
      ['e', 'error', '400', null, 'batch'],
    ]);
  });

  test('and its input hold each call once', async () => {
    const lines = [
      {
        custom_id: 'a',
        method: 'POST',
        url: '/v1/chat/completions',
        body: { model: 'gpt-4o', messages: [] },
      },
      { custom_id: 'b', params: { model: 'claude-sonnet-4-5', messages: [] } },
      { id: 'batch_req_1', custom_id: 'a', response: { status_code: 200, body: chat }, error: null },
      { custom_id: 'b', result: { type: 'succeeded', message } },
    ];
    expect(await spansOf(lines, 'span_id', 'cost_usd')).toEqual([
      ['chatcmpl-1', 0.00175],
      ['msg_1', 0.0271995],
    ]);
  });
});

describe('beside its request', () => {
  const columns = [
    'trace_id',
    'user_id',
    'model',
    'latency_ms',
    'max_tokens',
    'temperature',
    'uncached_input_tokens',
    'output_tokens',
  ];
  const request = {
    model: 'gpt-4o',
    messages: [{ role: 'user', content: 'Is it?' }],
    max_tokens: 16,
    temperature: 0.5,
  };
  const around = { timestamp: '2026-11-03T09:00:00Z', trace_id: 't', user_id: 'u', latency_ms: 900 };

  test.each([
    ['as an object', { response: chat }],
    ['as text', { response: JSON.stringify(chat) }],
    ['within the HTTP response', { response: { status_code: 200, headers: {}, body: chat } }],
    ['under another name', { response_body: chat }],
  ])('%s', async (_, response) => {
    expect(await spansOf([{ ...around, request, ...response }], ...columns)).toEqual([
      ['t', 'u', 'gpt-4o-2024-08-06', 900, 16, 0.5, 1000, 100],
    ]);
  });

  test('keeps what else the logger wrote, and no text', async () => {
    const [row] = await spansOf(
      [{ ...around, route: '/chat', question: 'secret', request, response: chat }],
      'attributes',
    );
    expect(row).toEqual([{ route: '/chat' }]);
  });
});

test('an embedding has no output, and no id to tell it from another', async () => {
  const embedding = {
    object: 'list',
    data: [],
    model: 'text-embedding-3-small',
    usage: { prompt_tokens: 130, total_tokens: 130 },
  };
  expect(await spansOf([embedding, embedding], 'kind', 'input_tokens', 'output_tokens', 'cost_usd')).toEqual([
    ['embedding', 130, null, 0.0000026],
    ['embedding', 130, null, 0.0000026],
  ]);
});

describe('tools that an answer asks for stand beside the call, in its trace', () => {
  const asked = async (record: object) =>
    await spansOf(
      [record],
      'kind',
      'trace_id',
      'span_id',
      'tool_name',
      'arguments',
      'output_tokens',
      'model',
    );

  test('in chat completions', async () => {
    const call = {
      id: 'call_1',
      type: 'function',
      function: { name: 'look', arguments: '{"b": 1, "a": 2}' },
    };
    const choices = [{ index: 0, message: { role: 'assistant', tool_calls: [call] } }];
    expect(await asked({ ...chat, choices })).toEqual([
      ['tool', 'chatcmpl-1', 'call_1', 'look', '{"a":2,"b":1}', null, null],
      ['llm', 'chatcmpl-1', 'chatcmpl-1', null, null, 100, 'gpt-4o-2024-08-06'],
    ]);
  });

  test('in blocks of Anthropic, in a trace that the logger names', async () => {
    const content = [{ type: 'tool_use', id: 'toolu_1', name: 'bash', input: { command: 'ls' } }];
    const record = { trace_id: 't', request: {}, response: { ...message, content } };
    expect(await asked(record)).toEqual([
      ['llm', 't', 'msg_1', null, null, 550, 'claude-sonnet-4-5-20250929'],
      ['tool', 't', 'toolu_1', 'bash', '{"command":"ls"}', null, null],
    ]);
  });

  test('in items of the Responses API, parts of Gemini and blocks of Converse', async () => {
    const item = { type: 'function_call', id: 'fc_1', call_id: 'call_9', name: 'look', arguments: '{}' };
    const responses = { id: 'resp_1', object: 'response', model: 'gpt-5', output: [item], usage: {} };
    const part = { functionCall: { name: 'find', args: { q: 1 } } };
    const gemini = {
      ...{ responseId: 'g-1', modelVersion: 'gemini-2.5-pro', usageMetadata: { promptTokenCount: 1 } },
      candidates: [{ content: { parts: [part] } }],
    };
    const block = { toolUse: { toolUseId: 'tu_1', name: 'get', input: { z: 1 } } };
    const converse = {
      output: { message: { content: [block] } },
      stopReason: 'tool_use',
      usage: { inputTokens: 5 },
    };
    const names = async (record: object) => (await asked(record)).map(([, , id, name]) => [id, name]);
    expect(await names(responses)).toContainEqual(['call_9', 'look']);
    expect(await names(gemini)).toContainEqual(['g-1/1', 'find']);
    expect(await names({ trace_id: 't', request: {}, response: converse })).toContainEqual(['tu_1', 'get']);
  });

  test('an answer that is logged twice asks once', async () => {
    const content = [{ type: 'tool_use', id: 'toolu_1', name: 'bash', input: {} }];
    expect(
      await spansOf(
        [
          { ...message, content },
          { ...message, content },
        ],
        'kind',
      ),
    ).toEqual([['llm'], ['tool']]);
  });
});
