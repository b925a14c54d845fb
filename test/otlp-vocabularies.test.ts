import { describe, expect, test } from 'vitest';
import { otlp } from '../src/dialects/otlp.ts';
import { logged } from './logged.ts';
import { exportLine, otlpSpan } from './otlpLines.ts';

type Attributes = Readonly<Record<string, string | number | boolean>>;

/** One span a line, so that rows come in the order of the attributes. */
async function spans(...all: readonly Attributes[]) {
  return await logged(otlp, [exportLine(all.map((attributes) => otlpSpan(attributes)))]);
}

async function read(attributes: Attributes) {
  const [row] = await spans(attributes);
  return row;
}

/** The SDK never writes its attributes without this one. */
const isVercel = (key: string): Attributes =>
  key.startsWith('ai.') ? { 'ai.operationId': 'ai.generateText.doGenerate' } : {};

describe('one call reads the same in every vocabulary', () => {
  const call = {
    kind: 'llm',
    provider: 'openai',
    model: 'gpt-4o-2024-08-06',
    input_tokens: 17_903,
    cache_read_tokens: 17_817,
    output_tokens: 1944,
    reasoning_tokens: 1360,
  };

  test('conventions from 1.40 on: the input holds cached tokens', async () => {
    const attributes = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.response.model': 'gpt-4o-2024-08-06',
      'gen_ai.usage.input_tokens': 17_903,
      'gen_ai.usage.cache_read.input_tokens': 17_817,
      'gen_ai.usage.output_tokens': 1944,
      'gen_ai.usage.reasoning.output_tokens': 1360,
      'gen_ai.openai.request.service_tier': 'auto',
      'gen_ai.openai.response.service_tier': 'flex',
      'gen_ai.response.time_to_first_chunk': 0.25,
    };
    expect(await read(attributes)).toMatchObject({
      ...call,
      input_convention: 'inclusive',
      service_tier: 'flex',
      ttft_ms: 250,
    });
  });

  test('conventions before 1.37: other names, and nothing said about cached tokens', async () => {
    const attributes = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.system': 'openai',
      'gen_ai.response.model': 'gpt-4o-2024-08-06',
      'gen_ai.usage.prompt_tokens': 17_903,
      'gen_ai.usage.cached_tokens': 17_817,
      'gen_ai.usage.completion_tokens': 1944,
      'gen_ai.usage.reasoning_tokens': 1360,
    };
    expect(await read(attributes)).toMatchObject({ ...call, input_convention: null });
  });

  test('OpenInference', async () => {
    const attributes = {
      'openinference.span.kind': 'LLM',
      'llm.provider': 'openai',
      'llm.model_name': 'gpt-4o-2024-08-06',
      'llm.token_count.prompt': 17_903,
      'llm.token_count.prompt_details.cache_read': 17_817,
      'llm.token_count.completion': 1944,
      'llm.token_count.completion_details.reasoning': 1360,
      'llm.token_count.total': 19_847,
      'llm.cost.total': 0.0415,
      'llm.invocation_parameters': '{"temperature":0.2,"max_completion_tokens":4096}',
    };
    expect(await read(attributes)).toMatchObject({
      ...call,
      input_convention: 'inclusive',
      total_tokens: 19_847,
      reported_cost_usd: '0.041500000000',
      temperature: 0.2,
      max_tokens: 4096,
    });
  });

  test('OpenLLMetry', async () => {
    const attributes = {
      'llm.request.type': 'chat',
      'gen_ai.system': 'openai',
      'gen_ai.response.model': 'gpt-4o-2024-08-06',
      'gen_ai.usage.prompt_tokens': 17_903,
      'gen_ai.usage.cache_read_input_tokens': 17_817,
      'gen_ai.usage.completion_tokens': 1944,
      'gen_ai.usage.reasoning_tokens': 1360,
      'llm.usage.total_tokens': 19_847,
      'traceloop.workflow.name': 'support',
      'traceloop.association.properties.user_id': 'u1',
      'traceloop.association.properties.session_id': 's1',
    };
    expect(await read(attributes)).toMatchObject({
      ...call,
      input_convention: 'inclusive',
      total_tokens: 19_847,
      feature: 'support',
      user_id: 'u1',
      session_id: 's1',
    });
  });

  test('Vercel AI SDK', async () => {
    const attributes = {
      'ai.operationId': 'ai.streamText.doStream',
      'ai.telemetry.functionId': 'answer',
      'ai.telemetry.metadata.userId': 'u1',
      'ai.telemetry.metadata.sessionId': 's1',
      'ai.model.provider': 'openai',
      'ai.model.id': 'gpt-4o',
      'ai.response.model': 'gpt-4o-2024-08-06',
      'ai.usage.inputTokens': 17_903,
      'ai.usage.cachedInputTokens': 17_817,
      'ai.usage.outputTokens': 1944,
      'ai.usage.reasoningTokens': 1360,
      'ai.usage.totalTokens': 19_847,
      'ai.response.msToFirstChunk': 426.5,
      'ai.response.finishReason': 'tool-calls',
      'ai.response.providerMetadata': '{"openai":{"serviceTier":"default"}}',
      'ai.settings.maxOutputTokens': 500,
    };
    expect(await read(attributes)).toMatchObject({
      ...call,
      input_convention: null,
      total_tokens: 19_847,
      ttft_ms: 426.5,
      stop_reason: 'tool-calls',
      service_tier: 'default',
      max_tokens: 500,
      feature: 'answer',
      user_id: 'u1',
      session_id: 's1',
    });
  });

  test('a generic tracer', async () => {
    const attributes = {
      'llm.provider': 'openai',
      'llm.model': 'gpt-4o-2024-08-06',
      'llm.input_tokens': 17_903,
      'llm.cached_tokens': 17_817,
      'llm.output_tokens': 1944,
      'llm.reasoning_tokens': 1360,
      'llm.cost_usd': 0.04,
      'llm.ttft_ms': 90,
      'llm.temperature': 0.7,
      'llm.max_tokens': 1000,
    };
    expect(await read(attributes)).toMatchObject({
      ...call,
      input_convention: null,
      reported_cost_usd: '0.040000000000',
      ttft_ms: 90,
      temperature: 0.7,
      max_tokens: 1000,
    });
  });
});

describe('tokens', () => {
  test('of the Vercel AI SDK come in three spellings', async () => {
    const rows = await spans(
      { 'ai.operationId': 'ai.generateText', 'ai.usage.promptTokens': 14, 'ai.usage.completionTokens': 20 },
      { 'ai.operationId': 'ai.streamText', 'ai.usage.inputTokens': 14, 'ai.usage.outputTokens': 20 },
      {
        'ai.operationId': 'ai.streamText.doStream',
        'gen_ai.usage.input_tokens': 14,
        'gen_ai.usage.output_tokens': 20,
      },
    );
    expect(rows.map(({ input_tokens, output_tokens }) => [input_tokens, output_tokens])).toEqual(
      Array(3).fill([14, 20]),
    );
  });

  test('read from a cache have one meaning under all their names', async () => {
    const names = [
      'gen_ai.usage.cache_read.input_tokens',
      'gen_ai.usage.cache_read_input_tokens',
      'gen_ai.usage.cache_read_tokens',
      'gen_ai.usage.details.cache_read_tokens',
      'gen_ai.usage.prompt_details.cache_read',
      'gen_ai.usage.cached_tokens',
      'gen_ai.usage.input_cached_tokens',
      'gen_ai.usage.prompt_tokens_details.cached_tokens',
      'gen_ai.usage.cachedContentTokenCount',
      'llm.token_count.prompt_details.cache_read',
      'ai.usage.cachedInputTokens',
      'ai.usage.inputTokenDetails.cacheReadTokens',
    ];
    const rows = await spans(...names.map((name) => ({ ...isVercel(name), [name]: 41 })));
    expect(rows.map(({ cache_read_tokens }) => cache_read_tokens)).toEqual(names.map(() => 41));
  });

  test('written to a cache have one meaning under all their names', async () => {
    const names = [
      'gen_ai.usage.cache_creation.input_tokens',
      'gen_ai.usage.cache_creation_input_tokens',
      'gen_ai.usage.cache_write.input_tokens',
      'gen_ai.usage.details.cache_write_tokens',
      'llm.token_count.prompt_details.cache_write',
      'ai.usage.inputTokenDetails.cacheWriteTokens',
    ];
    const rows = await spans(...names.map((name) => ({ ...isVercel(name), [name]: 42 })));
    expect(
      rows.map(({ cache_write_tokens, cache_read_tokens }) => [cache_write_tokens, cache_read_tokens]),
    ).toEqual(names.map(() => [42, null]));
  });

  test('written by the Vercel AI SDK for Anthropic stand in its metadata', async () => {
    const row = await read({
      'ai.operationId': 'ai.generateText.doGenerate',
      'ai.response.providerMetadata': '{"anthropic":{"cacheCreationInputTokens":2048}}',
    });
    expect(row).toMatchObject({ cache_write_tokens: 2048, cache_read_tokens: null });
  });

  test('of an inclusive span keep both parts of the cache', async () => {
    const row = await read({
      'gen_ai.provider.name': 'anthropic',
      'gen_ai.usage.input_tokens': 11_935,
      'gen_ai.usage.cache_read.input_tokens': 5758,
      'gen_ai.usage.cache_creation.input_tokens': 6174,
    });
    expect(row).toMatchObject({
      input_tokens: 11_935,
      cache_read_tokens: 5758,
      cache_write_tokens: 6174,
      input_convention: 'inclusive',
    });
  });

  test('that are not logged, or are none, are unknown', async () => {
    const rows = await spans(
      { 'gen_ai.operation.name': 'chat' },
      {
        'gen_ai.operation.name': 'chat',
        'gen_ai.usage.input_tokens': -1,
        'gen_ai.usage.output_tokens': 'many',
      },
    );
    expect(
      rows.map(({ input_tokens, output_tokens, cache_read_tokens }) => [
        input_tokens,
        output_tokens,
        cache_read_tokens,
      ]),
    ).toEqual(Array(2).fill([null, null, null]));
  });
});

describe('kind', () => {
  test.each<[string, Attributes]>([
    ['llm', { 'gen_ai.operation.name': 'text_completion' }],
    ['llm', { 'gen_ai.operation.name': 'generate_content' }],
    ['embedding', { 'gen_ai.operation.name': 'embeddings' }],
    ['tool', { 'gen_ai.operation.name': 'execute_tool' }],
    ['agent', { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.usage.input_tokens': 9 }],
    ['agent', { 'gen_ai.operation.name': 'invoke_workflow' }],
    ['retrieval', { 'gen_ai.operation.name': 'retrieval' }],
    ['other', { 'gen_ai.operation.name': 'plan' }],
    ['embedding', { 'openinference.span.kind': 'EMBEDDING' }],
    ['tool', { 'openinference.span.kind': 'TOOL' }],
    ['retrieval', { 'openinference.span.kind': 'RETRIEVER' }],
    ['agent', { 'openinference.span.kind': 'AGENT', 'llm.token_count.prompt': 9 }],
    ['other', { 'openinference.span.kind': 'CHAIN' }],
    ['agent', { 'traceloop.span.kind': 'workflow' }],
    ['other', { 'traceloop.span.kind': 'task' }],
    ['tool', { 'traceloop.span.kind': 'tool' }],
    ['embedding', { 'llm.request.type': 'embedding' }],
    ['llm', { 'ai.operationId': 'ai.generateText.doGenerate' }],
    ['embedding', { 'ai.operationId': 'ai.embedMany.doEmbed' }],
    ['tool', { 'ai.operationId': 'ai.toolCall' }],
    ['agent', { 'ai.operationId': 'ai.streamText' }],
    ['other', { 'ai.operationId': 'ai.embed' }],
    ['tool', { 'tool.name': 'search' }],
    ['retrieval', { 'retriever.doc_count': 4 }],
    ['llm', { 'llm.model': 'gpt-4o' }],
    ['agent', { agent_name: 'planner', 'gen_ai.usage.input_tokens': 9 }],
    ['other', { 'http.request.method': 'GET' }],
  ])('%s: %j', async (kind, attributes) => {
    expect((await read(attributes))?.['kind']).toBe(kind);
  });
});
