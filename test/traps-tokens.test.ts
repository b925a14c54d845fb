import { describe, expect, test } from 'vitest';
import { byTrace } from './byTrace.ts';
import { exportLine, otlpSpan } from './otlpLines.ts';
import { answer, log } from './run.ts';

/** Where token counts go wrong: from a record as it is logged to tokens and dollars. */

const timestamp = '2026-11-02T10:00:00Z';
const counts = [
  'uncached_input_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'output_tokens',
  'cost_usd',
];

type Case = {
  readonly record: object;
  /** uncached, read, written, output; dollars: each at its list price, added by hand. */
  readonly expected: readonly (number | null)[];
};

/** Counts the records of all cases in one log, each in a trace of its own. */
async function expectEach(cases: Readonly<Record<string, Case>>): Promise<void> {
  const records = Object.entries(cases).map(([trace_id, { record }]) => ({
    ...{ trace_id, span_id: 'a', timestamp },
    ...record,
  }));
  const { traces } = await byTrace([log(records)], counts);
  const found = Object.entries(traces).map(([name, row]) => [name, counts.map((column) => row[column])]);
  const expected = Object.entries(cases).map(([name, one]) => [name, one.expected]);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
}

test('the input holds the cached tokens, or it does not: the record itself says which', () =>
  expectEach({
    // 3 × $3 + 12,304 × $3.75 + 550 × $15 per million: what Anthropic billed.
    'anthropic, native': {
      record: {
        model: 'claude-3-7-sonnet-20250219',
        usage: {
          ...{ input_tokens: 3, cache_creation_input_tokens: 12304, cache_read_input_tokens: 0 },
          output_tokens: 550,
        },
      },
      expected: [3, 0, 12304, 550, 0.054399],
    },
    // 86 × $2.5 + 17,817 × $1.25.
    'openai, native': {
      record: {
        model: 'gpt-4o',
        usage: {
          prompt_tokens: 17903,
          prompt_tokens_details: { cached_tokens: 17817 },
          completion_tokens: 0,
        },
      },
      expected: [86, 17817, null, 0, 0.02248625],
    },
    // total = input + read + written + output: 3 × $3 + 13,216 × $0.3 + 25 × $3.75 + 12 × $15.
    'cached tokens beside the input by its total': {
      record: {
        ...{ model: 'claude-sonnet-4-5', input_tokens: 3, output_tokens: 12, total_tokens: 13256 },
        ...{ cache_creation_input_tokens: 25, cache_read_input_tokens: 13216 },
      },
      expected: [3, 13216, 25, 12, 0.00424755],
    },
    // total = input + output, although the provider usually leaves cached tokens out: 200 × $3 + 800 × $0.3 + 50 × $15.
    'cached tokens inside the input by its total': {
      record: {
        ...{ model: 'claude-sonnet-4-5', input_tokens: 1000, output_tokens: 50, total_tokens: 1050 },
        cache_read_input_tokens: 800,
      },
      expected: [200, 800, null, 50, 0.00159],
    },
    // The output is not what the total leaves over: 3 × $3 + 7,917 × $0.3 + 350 × $3.75 + 442 × $15.
    'an output that stays as it was logged': {
      record: {
        ...{ model: 'claude-sonnet-4-5', prompt_tokens: 3, completion_tokens: 442, total_tokens: 8712 },
        ...{ cache_read_tokens: 7917, cache_write_tokens: 350 },
      },
      expected: [3, 7917, 350, 442, 0.0103266],
    },
    // More was read than came in, so it was not inside: 19 × $2.5 + 600 × $1.25 + 10 × $10.
    'more cached than input': {
      record: { model: 'gpt-4o', input_tokens: 19, cached_tokens: 600, output_tokens: 10 },
      expected: [19, 600, null, 10, 0.0008975],
    },
    'no cache at all': {
      record: { model: 'gpt-4o', input_tokens: 100, output_tokens: 10 },
      expected: [100, null, null, 10, 0.00035],
    },
  }));

test('an OpenTelemetry span counts cached tokens in its input', async () => {
  const attributes = {
    ...{ 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'anthropic' },
    ...{ 'gen_ai.response.model': 'claude-sonnet-4-5', 'gen_ai.usage.input_tokens': 11935 },
    ...{ 'gen_ai.usage.cache_read.input_tokens': 5758, 'gen_ai.usage.cache_creation.input_tokens': 6174 },
    'gen_ai.usage.output_tokens': 100,
  };
  const { totals } = await answer(['top', log([exportLine([otlpSpan(attributes)])])]);
  // 3 × $3 + 5,758 × $0.3 + 6,174 × $3.75 + 100 × $15.
  expect(totals).toMatchObject({
    ...{ input_tokens: 11935, uncached_input_tokens: 3, cache_read_tokens: 5758 },
    ...{ cache_write_tokens: 6174, output_tokens: 100, cost_usd: 0.0263889 },
  });
});

describe('one meaning has many names', () => {
  const nested = (path: string, value: number) =>
    path.split('/').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as object;
  const reads = [
    ...['cache_read_input_tokens', 'cache_read_tokens', 'input_cached_tokens', 'cached_tokens'],
    ...['cachedInputTokens', 'prompt_tokens_details/cached_tokens', 'usage/cache_read_input_tokens'],
    ...['cache_read.input_tokens', 'details.cache_read_tokens', 'prompt_details.cache_read'],
    ...['usage/prompt_tokens_details/cached_tokens', 'usageMetadata/cachedContentTokenCount'],
    ...['input_token_details/cache_read', 'input_tokens_details/cached_tokens'],
  ];
  const writes = [
    ...['cache_creation_input_tokens', 'cache_write_tokens', 'cache_creation_tokens', 'cacheWriteTokens'],
    ...['usage/cache_creation_input_tokens', 'input_token_details/cache_creation'],
    ...['cache_write_input_tokens', 'prompt_details.cache_write'],
  ];

  // One log each: a home-made log has one spelling.
  const isOf = (name: string) => ({
    trace_id: name,
    span_id: 'a',
    timestamp,
    model: 'gpt-4o',
    total_tokens: 1050,
  });
  const usage = { input_tokens: 1000, output_tokens: 50 };
  test.each([
    ['cache_read_tokens', reads],
    ['cache_write_tokens', writes],
  ] as const)('%s', async (column, names) => {
    const files = names.map((name) => {
      const inner = name.startsWith('usage') ? {} : usage;
      const cached = nested(name, 400) as Record<string, object>;
      const wrapper = Object.keys(cached)[0] ?? '';
      const wrapped = name.startsWith('usage') ? { [wrapper]: { ...usage, ...cached[wrapper] } } : cached;
      return log([{ ...isOf(name), ...inner, ...wrapped }]);
    });
    const { traces } = await byTrace(files, [
      'input_tokens',
      column,
      'uncached_input_tokens',
      'output_tokens',
    ]);
    const expected = { input_tokens: 1000, [column]: 400, uncached_input_tokens: 600, output_tokens: 50 };
    expect(traces).toEqual(Object.fromEntries(names.map((name) => [name, expected])));
  });
});

test('reasoning is a part of the output, except beside Gemini’s candidates', async () => {
  const record = { span_id: 'a', timestamp };
  const file = log([
    {
      ...{ ...record, trace_id: 'openai', model: 'o4-mini' },
      usage: {
        ...{ prompt_tokens: 0, completion_tokens: 1944, total_tokens: 1944 },
        completion_tokens_details: { reasoning_tokens: 1360 },
      },
    },
    {
      ...record,
      trace_id: 'inside by name',
      model: 'o4-mini',
      input_tokens: 0,
      output_tokens: 1944,
      reasoning_tokens: 1360,
    },
  ]);
  const gemini = log([
    {
      ...{ ...record, trace_id: 'gemini', model: 'gemini-2.5-pro' },
      usageMetadata: {
        promptTokenCount: 0,
        candidatesTokenCount: 100,
        thoughtsTokenCount: 50,
        totalTokenCount: 150,
      },
    },
  ]);
  const { traces } = await byTrace([file, gemini], ['output_tokens', 'reasoning_tokens', 'cost_usd']);
  expect(traces).toEqual({
    // 1,944 × $4.4 per million.
    openai: { output_tokens: 1944, reasoning_tokens: 1360, cost_usd: 0.0085536 },
    'inside by name': { output_tokens: 1944, reasoning_tokens: 1360, cost_usd: 0.0085536 },
    // 150 × $10 per million.
    gemini: { output_tokens: 150, reasoning_tokens: 50, cost_usd: 0.0015 },
  });
});

test('usage that was not logged is unknown, not 0', async () => {
  const isCall = { span_id: 'a', timestamp, model: 'gpt-4o' };
  const file = log([
    { ...isCall, trace_id: 'null usage', usage: null, status: 'error' },
    { ...isCall, trace_id: 'null counts', input_tokens: null, output_tokens: null },
    { ...isCall, trace_id: 'output alone', output_tokens: 7 },
    { ...isCall, trace_id: 'zero', input_tokens: 0, output_tokens: 0 },
  ]);
  const columns = ['input_tokens', 'output_tokens', 'cost_usd', 'calls', 'unpriced_calls'];
  const { traces } = await byTrace([file], columns);
  const unknown = { input_tokens: null, output_tokens: null, cost_usd: null, calls: 1, unpriced_calls: 0 };
  expect(traces).toEqual({
    'null usage': unknown,
    'null counts': unknown,
    'output alone': { input_tokens: null, output_tokens: 7, cost_usd: 0.00007, calls: 1, unpriced_calls: 0 },
    zero: { input_tokens: 0, output_tokens: 0, cost_usd: 0, calls: 1, unpriced_calls: 0 },
  });
});

test('a text that is no whole number of tokens is none', async () => {
  const isCall = { span_id: 'a', timestamp, model: 'gpt-4o', output_tokens: 1 };
  const file = log([
    ...['12.7', '-5', 'many', 'NaN', '1e400', '99999999999999999999'].map((input_tokens) => ({
      ...{ ...isCall, trace_id: input_tokens, input_tokens },
    })),
    { ...isCall, trace_id: 'whole', input_tokens: '12.0' },
    { ...isCall, trace_id: 'text', input_tokens: '12' },
    { ...isCall, trace_id: 'power', input_tokens: '1e3' },
  ]);
  const { traces } = await byTrace([file], ['input_tokens']);
  expect(
    Object.fromEntries(Object.entries(traces).map(([name, row]) => [name, row['input_tokens']])),
  ).toEqual({
    ...{ '12.7': null, '-5': null, many: null, NaN: null, '1e400': null, '99999999999999999999': null },
    ...{ whole: 12, text: 12, power: 1000 },
  });
});

test('a total that leaves cached tokens out does not make them a part of a smaller input', async () => {
  const usage = { input_tokens: 3, output_tokens: 10, cache_read_tokens: 9000, total_tokens: 13 };
  const line = log([{ trace_id: 't', span_id: 'a', model: 'claude-sonnet-4-5', ...usage }]);
  const { rows } = await answer(['sql', 'SELECT input_tokens, uncached_input_tokens FROM span', line]);
  expect(rows).toEqual([{ input_tokens: 9003, uncached_input_tokens: 3 }]);
});
