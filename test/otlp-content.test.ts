import { describe, expect, test } from 'vitest';
import { otlp } from '../src/dialects/otlp.ts';
import { logged } from './logged.ts';
import { exportLine, otlpAttributes, otlpSpan } from './otlpLines.ts';

type Attributes = Readonly<Record<string, string | number | boolean>>;

async function read(attributes: Attributes, changes: object = {}, resource: Attributes = {}) {
  const [row] = await logged(otlp, [exportLine([otlpSpan(attributes, changes)], resource)]);
  return row;
}

describe('attributes', () => {
  test('keep every other short scalar with its type, without the prefixes of instrumentations', async () => {
    const row = await read(
      {
        'gen_ai.request.model': 'gpt-4o',
        customer_id: 'c-7',
        'retriever.doc_count': 4,
        score: 0.5,
        is_trial: true,
        'traceloop.association.properties.project': 'alpha',
        'ai.telemetry.metadata.plan': 'pro',
        prompt_version: 'v3',
        metadata: '{"route":"/chat","nested":{"a":1}}',
        long: 'x'.repeat(201),
        'a"quote': 'b"c',
      },
      {},
      { 'service.name': 'support', 'telemetry.sdk.name': 'opentelemetry' },
    );
    expect(row?.['attributes']).toEqual({
      customer_id: 'c-7',
      'retriever.doc_count': 4,
      score: 0.5,
      is_trial: true,
      project: 'alpha',
      plan: 'pro',
      prompt_version: 'v3',
      route: '/chat',
      'a"quote': 'b"c',
      'service.name': 'support',
    });
  });

  test('never hold text of prompts, completions, tools or errors', async () => {
    const secret = 'my card number';
    const keys = [
      'gen_ai.prompt.0.content',
      'gen_ai.prompt.0.role',
      'gen_ai.completion.0.content',
      'gen_ai.input.messages',
      'gen_ai.output.messages',
      'gen_ai.system_instructions',
      'gen_ai.tool.call.arguments',
      'gen_ai.tool.call.result',
      'gen_ai.tool.description',
      'input.value',
      'output.value',
      'llm.input_messages.0.message.content',
      'llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments',
      'llm.prompts.0',
      'traceloop.entity.input',
      'traceloop.entity.output',
      'ai.prompt',
      'ai.prompt.messages',
      'ai.response.text',
      'ai.response.object',
      'ai.toolCall.args',
      'ai.toolCall.result',
      'ai.value',
      'retriever.query',
      'retrieval.documents.0.document.content',
      'exception.message',
      'error.message',
      'logfire.msg',
      'final_result',
    ];
    const attributes = Object.fromEntries(keys.map((key) => [key, secret]));
    const events = [{ name: 'gen_ai.user.message', attributes: otlpAttributes({ content: secret }) }];
    const status = { code: 2, message: secret };
    const plain = { traceId: 'a', spanId: 'b', startTimeUnixNano: '1', attributes };
    const rows = await logged(otlp, [exportLine([otlpSpan(attributes, { events, status })]), plain]);
    expect(rows.map((row) => row['attributes'])).toEqual([null, null]);
    expect(JSON.stringify(rows)).not.toContain(secret);
  });
});

describe('a tool call', () => {
  test.each<[string, Attributes]>([
    [
      'the conventions',
      {
        'gen_ai.tool.name': 'weather',
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.call.arguments': '{"unit":"C","city":"Paris"}',
        'gen_ai.tool.call.result': '12 degrees',
      },
    ],
    [
      'Vercel AI SDK',
      {
        'ai.operationId': 'ai.toolCall',
        'ai.toolCall.name': 'weather',
        'ai.toolCall.args': '{"unit":"C","city":"Paris"}',
        'ai.toolCall.result': '12 degrees',
      },
    ],
    [
      'OpenInference',
      {
        'openinference.span.kind': 'TOOL',
        'tool.name': 'weather',
        'tool.parameters': '{}',
        'input.value': '{"unit":"C","city":"Paris"}',
        'output.value': '12 degrees',
      },
    ],
    [
      'OpenLLMetry',
      {
        'traceloop.span.kind': 'tool',
        'traceloop.entity.name': 'weather',
        'traceloop.entity.input': '{"unit":"C","city":"Paris"}',
        'traceloop.entity.output': '12 degrees',
      },
    ],
  ])('of %s keeps sorted arguments and a digest of its result', async (_vocabulary, attributes) => {
    const row = await read(attributes);
    expect(row).toMatchObject({
      kind: 'tool',
      tool_name: 'weather',
      arguments: '{"city":"Paris","unit":"C"}',
      is_error: null,
    });
    expect(row?.['output_digest']).toMatch(/^[0-9a-f]{32}$/);
    expect(JSON.stringify(row)).not.toContain('12 degrees');
  });

  test('may log its arguments as a map of values', async () => {
    const entries = otlpAttributes({ unit: 'C', days: 3 });
    const attributes = [
      ...otlpAttributes({ 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'weather' }),
      { key: 'gen_ai.tool.call.arguments', value: { kvlistValue: { values: entries } } },
    ];
    expect(await read({}, { attributes })).toMatchObject({
      arguments: '{"days":3,"unit":"C"}',
      output_digest: null,
      output_sketch: null,
    });
  });

  test.each<[boolean, Attributes]>([
    [true, { 'tool.status': 'error' }],
    [false, { 'tool.status': 'success' }],
    [true, { 'tool.success': false }],
    [true, { 'error.type': 'timeout' }],
  ])('failed: %s, by %j', async (isError, attributes) => {
    expect((await read({ 'tool.name': 'weather', ...attributes }))?.['is_error']).toBe(isError);
  });
});

describe('dimensions', () => {
  test('come from the span, else from its resource', async () => {
    const resource = {
      'service.version': '2.1',
      'deployment.environment': 'prod',
      'user.id': 'machine',
      'session.id': 's-resource',
    };
    expect(
      await read({ 'user.id': 'u1', 'gen_ai.agent.name': 'planner', feature: 'chat' }, {}, resource),
    ).toMatchObject({
      user_id: 'u1',
      session_id: 's-resource',
      agent: 'planner',
      feature: 'chat',
      environment: 'prod',
      release: '2.1',
    });
  });

  test('tags are a list', async () => {
    const tags = {
      key: 'tag.tags',
      value: { arrayValue: { values: [{ stringValue: 'a' }, { stringValue: 'b' }] } },
    };
    expect(await read({}, { attributes: [tags] })).toMatchObject({ tags: ['a', 'b'] });
  });
});

describe('events, links and sampling', () => {
  test('an event of the first token gives the time to it', async () => {
    const events = [{ name: 'First Token Stream Event', timeUnixNano: '1772442000350000000' }];
    expect(await read({ 'llm.model': 'gpt-4o' }, { events })).toMatchObject({ ttft_ms: 350 });
  });

  test('links name the linked traces', async () => {
    const links = [{ traceId: 'AAAABBBBCCCCDDDDAAAABBBBCCCCDDDD', spanId: 'eee19b7ec3c1b174' }];
    expect(await read({}, { links })).toMatchObject({ links: ['aaaabbbbccccddddaaaabbbbccccdddd'] });
  });

  test.each([
    ['ot=th:8', 2],
    ['ot=th:c;rv:123456789abcde', 4],
    ['ot=th:0', 1],
    ['other=1,ot=p:3', 8],
    ['', null],
  ])('tracestate %s: one span stands for %s', async (traceState, weight) => {
    expect((await read({}, { traceState }))?.['weight']).toBe(weight);
  });
});
