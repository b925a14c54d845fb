import { readFileSync } from 'node:fs';
import type { DuckDBListValue, DuckDBStructValue } from '@duckdb/node-api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aliases } from '../src/dialects/aliases.ts';
import type { Wanted } from '../src/dialects/dialect.ts';
import { flat } from '../src/dialects/flat.ts';
import type { Row } from '../src/report/report.ts';
import { logged } from './logged.ts';

const withAttributes: Wanted = { columns: new Set(['attributes']), map: {} };

const common = ['filename', 'file_place', 'is_first', 'completeness', 'record_type'];

/** The values a row has, without the ones that every row has. */
function known(row: Row | undefined): Row {
  const values = Object.entries(row ?? {}).filter(([key, value]) => value !== null && !common.includes(key));
  return Object.fromEntries(values);
}

async function read(record: object, wanted: Wanted = withAttributes): Promise<Row> {
  const [row] = await logged(flat, [record], wanted);
  return known(row);
}

const fixture = (name: string): object[] =>
  readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe("llmtrace's own names", () => {
  test('a model call', async () => {
    const rows = await logged(flat, fixture('flat.jsonl'), withAttributes);
    expect(rows.map((row) => row['kind'])).toEqual(['agent', 'llm', 'tool', 'tool', 'llm', 'embedding']);
    expect(known(rows[1])).toEqual({
      call_id: '7c1e6a0b5d2f4e8893a1b2c3d4e5f601 0000000000000002',
      trace_id: '7c1e6a0b5d2f4e8893a1b2c3d4e5f601',
      span_id: '0000000000000002',
      parent_span_id: '0000000000000001',
      session_id: 's-204',
      user_id: 'u-17',
      feature: 'support-chat',
      environment: 'prod',
      release: '2026.10.3',
      name: 'plan',
      kind: 'llm',
      started_at: '2026-11-02T09:00:00.050Z',
      is_naive_time: false,
      latency_ms: 2110.4,
      ttft_ms: 640,
      provider: 'anthropic',
      model: 'claude-sonnet-4-5',
      uncached_input_tokens: 412,
      cache_read_tokens: 0,
      cache_write_5m_tokens: 5200,
      output_tokens: 96,
      input_convention: 'inclusive',
      status: 'ok',
      stop_reason: 'tool_use',
      temperature: 0.2,
      max_tokens: 1024,
      attributes: { project: 'helpdesk' },
      blocks: expect.anything(),
    });
  });

  test('a failed tool call keeps its arguments, and only a digest of its output', async () => {
    const rows = await logged(flat, fixture('flat.jsonl'), withAttributes);
    expect(rows[2]).toMatchObject({
      tool_name: 'search_tickets',
      arguments: '{"limit":5,"query":"refund"}',
      is_error: false,
    });
    expect(rows[2]?.['output_digest']).toMatch(/^[0-9a-f]{32}$/);
    expect(rows[3]).toMatchObject({
      tool_name: 'lookup_order',
      status: 'error',
      error_type: 'TimeoutError',
      is_error: true,
    });
    expect(rows[4]).toMatchObject({ reported_cost_usd: '0.006675000000', tags: ['support-agent', 'beta'] });
  });
});

describe('logs that people have', () => {
  test('a run id that holds the only time', async () => {
    expect(
      await read({
        run_id: 'run_20260708T165228Z_f044bd57',
        provider: 'openai',
        model: 'gpt-4.1-mini',
        fell_back: false,
        prompt_version: 'portfolio_manager/v1',
        prompt_tokens: 12676,
        completion_tokens: 3771,
        latency_ms: 57847.6,
        est_cost_usd: 0.011104,
      }),
    ).toEqual({
      trace_id: 'run_20260708T165228Z_f044bd57',
      started_at: '2026-07-08T16:52:28.000Z',
      is_naive_time: false,
      provider: 'openai',
      model: 'gpt-4.1-mini',
      name: 'portfolio_manager/v1',
      kind: 'llm',
      input_tokens: 12676,
      output_tokens: 3771,
      latency_ms: 57847.6,
      reported_cost_usd: '0.011104000000',
      attributes: { fell_back: false },
    });
  });

  test('seconds, a naive time, no id', async () => {
    expect(
      await read({
        ts: '2026-04-01T12:00:00.5',
        call_num: 3,
        model: 'gpt-4o',
        prompt_tokens: 10,
        completion_tokens: 2,
        duration_s: 1.25,
        attempt: 1,
        pid: 77,
      }),
    ).toEqual({
      started_at: '2026-04-01T12:00:00.500Z',
      is_naive_time: true,
      model: 'gpt-4o',
      kind: 'llm',
      input_tokens: 10,
      output_tokens: 2,
      latency_ms: 1250,
      attributes: { call_num: 3, attempt: 1, pid: 77 },
    });
  });

  test('tokens inside input and output, whose text stays out', async () => {
    expect(
      await read({
        timestamp: 1782222222.5,
        task_type: 'summary',
        provider: 'google',
        model: 'gemini-2.5-flash',
        input: { tokens: 120, prompt: 'secret text' },
        output: { tokens: 30, content: 'secret too' },
      }),
    ).toEqual({
      started_at: '2026-06-23T13:43:42.500Z',
      is_naive_time: false,
      output_digest: 'a673648d30ba507c076e8cbdadf40744',
      output_sketch: ['16860850261566424364'],
      name: 'summary',
      kind: 'llm',
      provider: 'google',
      model: 'gemini-2.5-flash',
      input_tokens: 120,
      output_tokens: 30,
    });
  });

  test('camel case with milliseconds', async () => {
    expect(
      await read({
        traceId: 't',
        sessionId: 's',
        timestamp: 1782222222000,
        modelUsed: 'gpt-4o',
        inputTokens: 5,
        outputTokens: 1,
        contextTokens: 9,
        estimatedCostUsd: 0.1,
      }),
    ).toEqual({
      trace_id: 't',
      session_id: 's',
      started_at: '2026-06-23T13:43:42.000Z',
      is_naive_time: false,
      kind: 'llm',
      model: 'gpt-4o',
      input_tokens: 5,
      output_tokens: 1,
      reported_cost_usd: '0.100000000000',
      attributes: { contextTokens: 9 },
    });
  });

  test('no tokens at all', async () => {
    expect(
      await read({
        stage: 'judge',
        question_id: 'q7',
        timestamp: '2026-04-01T12:00:00Z',
        provider: 'openai',
        model: 'gpt-4o',
        prompt_hash: 'ab12',
      }),
    ).toMatchObject({
      name: 'judge',
      kind: 'llm',
      model: 'gpt-4o',
      prompt_digest: 'ab12',
      attributes: { question_id: 'q7' },
    });
    expect(
      await read({
        timestamp: '2026-04-01T12:00:00',
        llm_success: false,
        fallback_used: true,
        error_message: 'boom',
      }),
    ).toEqual({
      kind: 'llm',
      started_at: '2026-04-01T12:00:00.000Z',
      is_naive_time: true,
      status: 'error',
      error_type: 'boom',
      attributes: { fallback_used: true },
    });
  });

  test('an attribute that stands in two places is taken from the first that has it', async () => {
    const call = { model: 'claude-haiku-4-5', in: 200, out: 12 };
    const both = { ...call, metadata: { route: 'a', team: null }, meta: { route: 'b', team: 'c' } };
    expect(await read(both)).toMatchObject({ attributes: { route: 'a', team: 'c' } });
  });

  test('keys that differ in case alone, one of which holds an object', async () => {
    const call = { model: 'claude-haiku-4-5', in: 200, out: 12 };
    const inner = { region: 'eu' };
    expect(await read({ ...call, Cluster: inner, cluster: 'a' })).toMatchObject({
      attributes: { 'Cluster.region': 'eu' },
    });
    expect(await read({ ...call, cluster: 'a', Cluster: inner })).toMatchObject({
      attributes: { cluster: 'a' },
    });
  });

  test.each([
    ['2026-11-03 09:00:00,123', '2026-11-03T09:00:00.123Z', true],
    ['2026-11-03T09:00:00,123+02:00', '2026-11-03T07:00:00.123Z', false],
    ['2026-11-03 09:00:00 UTC', '2026-11-03T09:00:00.000Z', false],
    ['Tue, 03 Nov 2026 09:00:00 GMT', '2026-11-03T09:00:00.000Z', false],
    [[1793696400, 250_000_000], '2026-11-03T09:00:00.250Z', false],
  ])('a time written %s', async (timestamp, started_at, is_naive_time) => {
    const row = await read({ timestamp, model: 'claude-haiku-4-5', in: 200, out: 12 });
    expect(row).toMatchObject({ started_at, is_naive_time });
  });

  test('a chain that stands in the headers of a request, of which nothing else is kept', async () => {
    const headers = { 'X-Chain-Id': 'c1', 'x-chain-step': '3', authorization: 'Bearer k', cookie: 'sid=1' };
    const call = { time: '2026-04-01T12:00:00Z', model: 'claude-haiku-4-5', in: 200, out: 12 };
    const places = [{ headers }, { request: { headers } }, { request_headers: headers }];
    for (const place of places) {
      const row = await read({ ...call, ...place });
      expect(row).toMatchObject({ trace_id: 'c1', step: 3, input_tokens: 200 });
      expect(row).not.toHaveProperty('attributes');
    }
  });

  test('a proxy row with its chain', async () => {
    expect(
      await read({
        time: '2026-04-01T12:00:00Z',
        model: 'claude-haiku-4-5',
        route: '/api/chat',
        latency_ms: 900,
        in: 200,
        out: 12,
        cost: 0.0001,
        status: 200,
        prompt_hash: 'h',
        'X-Chain-Id': 'c1',
        'X-Chain-Step': 3,
      }),
    ).toMatchObject({
      trace_id: 'c1',
      step: 3,
      input_tokens: 200,
      output_tokens: 12,
      reported_cost_usd: '0.000100000000',
      status: 'ok',
      prompt_digest: 'h',
      attributes: { route: '/api/chat' },
    });
  });

  test('dotted event keys, links, sampling', async () => {
    const [call, search] = await logged(flat, fixture('flat-events.jsonl'), withAttributes);
    expect(known(call)).toEqual({
      call_id: '9f 01',
      trace_id: '9f',
      span_id: '01',
      name: 'chat',
      kind: 'llm',
      started_at: '2026-11-03T10:00:00.000Z',
      is_naive_time: false,
      latency_ms: 812.5,
      model: 'gpt-4o-mini',
      input_tokens: 300,
      output_tokens: 40,
      weight: 20,
      attributes: { service_name: 'api', customer_id: 'c-7' },
    });
    expect(known(search)).toMatchObject({
      parent_span_id: '01',
      kind: 'retrieval',
      attributes: { 'retriever.doc_count': 20, customer_id: 'c-7' },
    });
  });
});

describe('token conventions', () => {
  test('details of a raw OpenAI usage block are inside the prompt tokens', async () => {
    const rows = await logged(flat, fixture('flat-openai.jsonl'), withAttributes);
    expect(known(rows[0])).toMatchObject({
      call_id: 'run-a req-1',
      trace_id: 'run-a',
      span_id: 'req-1',
      name: 'triage/v3',
      latency_ms: 1500,
      input_tokens: 1200,
      cache_read_tokens: 1024,
      output_tokens: 80,
      reasoning_tokens: 0,
      total_tokens: 1280,
      input_convention: 'inclusive',
      status: 'ok',
      reported_cost_usd: '0.002200000000',
      attributes: { call_num: 1 },
    });
    expect(rows[2]).toMatchObject({
      status: 'error',
      error_type: 'RateLimitError',
      input_tokens: null,
      output_tokens: null,
      reported_cost_usd: null,
    });
  });

  test('reasoning tokens stay inside the output of OpenAI, and beside that of Gemini', async () => {
    expect(
      await read({
        model: 'o4-mini',
        usage: { completion_tokens: 1944, completion_tokens_details: { reasoning_tokens: 1360 } },
      }),
    ).toMatchObject({ output_tokens: 1944, reasoning_tokens: 1360 });
    const gemini = await read({
      model: 'gemini-2.5-pro',
      usageMetadata: {
        promptTokenCount: 9,
        candidatesTokenCount: 100,
        thoughtsTokenCount: 50,
        totalTokenCount: 159,
      },
    });
    expect(gemini).toMatchObject({
      input_tokens: 9,
      output_tokens: 100,
      reasoning_tokens: 50,
      total_tokens: 159,
      is_reasoning_outside: true,
    });
  });

  test('a raw Anthropic usage block leaves cached tokens out', async () => {
    expect(
      await read({
        model: 'claude-3-7-sonnet',
        usage: {
          input_tokens: 3,
          cache_creation_input_tokens: 12304,
          cache_read_input_tokens: 0,
          output_tokens: 550,
          cache_creation: { ephemeral_5m_input_tokens: 12000, ephemeral_1h_input_tokens: 304 },
        },
      }),
    ).toMatchObject({
      input_tokens: 3,
      cache_write_tokens: 12304,
      cache_write_5m_tokens: 12000,
      cache_write_1h_tokens: 304,
      cache_read_tokens: 0,
      output_tokens: 550,
      input_convention: 'exclusive',
    });
    expect(await read({ model: 'm', input_tokens: 3, cache_read_input_tokens: 10 })).not.toHaveProperty(
      'input_convention',
    );
  });

  test('hits and misses of DeepSeek are its prompt tokens', async () => {
    expect(
      await read({
        model: 'deepseek-chat',
        usage: {
          prompt_tokens: 110,
          prompt_cache_hit_tokens: 100,
          prompt_cache_miss_tokens: 10,
          completion_tokens: 4,
        },
      }),
    ).toMatchObject({
      input_tokens: 110,
      uncached_input_tokens: 10,
      cache_read_tokens: 100,
      input_convention: 'inclusive',
    });
  });

  test.each([
    ['cache_read_input_tokens'],
    ['cache_read_tokens'],
    ['cached_tokens'],
    ['cached_input_tokens'],
    ['cacheReadTokens'],
    ['cachedInputTokens'],
    ['input_cached_tokens'],
    ['prompt_details.cache_read'],
    ['details.cache_read_tokens'],
    ['cache_read.input_tokens'],
    ['prompt_tokens_details.cached_tokens'],
    ['cachedContentTokenCount'],
  ])('%s is the cache read', async (key) => {
    expect(await read({ model: 'm', [key]: 7 })).toMatchObject({ cache_read_tokens: 7 });
    const [outer, inner] = key.split('.');
    if (inner !== undefined)
      expect(await read({ model: 'm', usage: { [outer ?? '']: { [inner]: 7 } } })).toMatchObject({
        cache_read_tokens: 7,
      });
  });

  test('null usage is unknown, not 0', async () => {
    expect(
      await read({ model: 'm', input_tokens: null, output_tokens: null, cost_usd: null, usage: null }),
    ).toEqual({ kind: 'llm', model: 'm' });
  });

  test.each([
    ['12.7', undefined],
    ['12.0', 12],
    [-3, undefined],
    [1e3, 1000],
    ['NaN', undefined],
  ])('%s input tokens', async (value, expected) => {
    expect((await read({ model: 'm', input_tokens: value }))['input_tokens']).toBe(expected);
  });
});

describe('what went wrong, in every spelling', () => {
  test.each([
    [{ status: 'success' }, 'ok', undefined],
    [{ ok: true }, 'ok', undefined],
    [{ status: 200 }, 'ok', undefined],
    [{ status: null }, undefined, undefined],
    [{ status: 'error', error: { type: 'RateLimitError', message: 'x' } }, 'error', 'RateLimitError'],
    [{ error: 'it broke in the middle' }, 'error', undefined],
    [{ ok: false, error: 'TimeoutError' }, 'error', 'TimeoutError'],
    [{ error_message: 'openai.RateLimitError: slow down' }, 'error', 'openai.RateLimitError'],
    [{ http_status: 429 }, 'error', '429'],
    [{ status_code: '500' }, 'error', '500'],
    [{ status: 'success', error: null }, 'ok', undefined],
  ])('%j', async (record, status, error_type) => {
    const row = await read({ model: 'm', ...record });
    expect([row['status'], row['error_type']]).toEqual([status, error_type]);
  });
});

describe('identity', () => {
  test('two identical lines without an id are two calls', async () => {
    const line = { model: 'm', input_tokens: 1, timestamp: '2026-01-01T00:00:00Z' };
    const rows = await logged(flat, [line, line]);
    expect(rows.map((row) => row['call_id'])).toEqual([null, null]);
  });

  test('a request id that calls share groups them and is the id of none', async () => {
    const rows = await logged(flat, [
      { request_id: 'web-1', model: 'm', input_tokens: 1 },
      { request_id: 'web-1', model: 'm', input_tokens: 2 },
    ]);
    expect(rows.map((row) => [row['trace_id'], row['span_id'], row['call_id']])).toEqual([
      ['web-1', null, null],
      ['web-1', null, null],
    ]);
  });

  test('a W3C traceparent', async () => {
    expect(
      await read({
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        span_id: 'aa',
        model: 'm',
      }),
    ).toMatchObject({
      trace_id: '0af7651916cd43dd8448eb211c80319c',
      parent_span_id: 'b7ad6b7169203331',
      span_id: 'aa',
    });
  });

  test('links and 64-bit numbers as strings', async () => {
    expect(
      await read({
        trace_id: 't',
        name: 'x',
        links: [{ trace_id: 'u' }, { traceId: 'v' }],
        input_tokens: '18446744073709',
        model: 'm',
      }),
    ).toMatchObject({ links: ['u', 'v'], input_tokens: 18446744073709 });
  });
});

describe('units of a duration without one', () => {
  test('start and end decide', async () => {
    const row = {
      model: 'm',
      start_time: '2026-01-01T00:00:00Z',
      end_time: '2026-01-01T00:00:02Z',
      latency: 2,
    };
    const rows = await logged(flat, [row, { model: 'm', latency: 300 }]);
    expect(rows.map((found) => found['latency_ms'])).toEqual([null, 300000]);
  });

  test.each([
    [
      [0.8, 2.25],
      [800, 2250],
    ],
    [
      [812, 2250.5],
      [812, 2250.5],
    ],
  ])('else the median: %j', async (latencies, expected) => {
    const rows = await logged(
      flat,
      latencies.map((latency) => ({ model: 'm', latency })),
    );
    expect(rows.map((row) => row['latency_ms'])).toEqual(expected);
  });
});

describe('wrappers', () => {
  test('a logging record with the call inside', async () => {
    expect(
      await read({
        message: 'llm_trace',
        level: 'INFO',
        trace: { trace_id: 't', model: 'm', input_tokens: 4, customer_id: 'c' },
      }),
    ).toEqual({
      trace_id: 't',
      model: 'm',
      kind: 'llm',
      input_tokens: 4,
      attributes: { level: 'INFO', customer_id: 'c' },
    });
  });

  test('attributes with dotted names, as text too', async () => {
    const attributes = {
      'llm.model': 'gpt-4o',
      'llm.input_tokens': 120,
      'llm.output_tokens': 8,
      'llm.ttft_ms': 90,
      channel: 'web',
    };
    const expected = {
      trace_id: 't',
      name: 'classify',
      model: 'gpt-4o',
      input_tokens: 120,
      output_tokens: 8,
      ttft_ms: 90,
      attributes: { channel: 'web' },
    };
    expect(await read({ trace_id: 't', operation_name: 'classify', attributes })).toMatchObject(expected);
    const seen = {
      trace_id: 't',
      operation_name: 'classify',
      attributes: { 'llm.model': 'x', 'llm.input_tokens': 1 },
    };
    const [, asText] = await logged(flat, [seen, { ...seen, attributes: JSON.stringify(attributes) }]);
    expect(asText).toMatchObject({ model: 'gpt-4o', input_tokens: 120 });
  });

  test('a raw response: its model wins over the one asked for', async () => {
    expect(
      await read({
        model: 'gpt-4o',
        response: { model: 'gpt-4o-2024-08-06', usage: { prompt_tokens: 5, completion_tokens: 2 } },
      }),
    ).toMatchObject({ input_tokens: 5, output_tokens: 2 });
  });

  test('a key may hold now an object, now a word', async () => {
    const records = [
      { model: 'gpt-4o', input_tokens: 1, customer: { tier: 'gold' }, user_id: 'ada' },
      { model: 'gpt-4o', input_tokens: 2, customer: 'acme', user_id: { id: 'bob' } },
    ];
    const rows = await logged(flat, records, { columns: new Set(['attributes']), map: {} });
    expect(rows.map(({ input_tokens, attributes }) => [input_tokens, attributes])).toMatchObject([
      [1, { 'customer.tier': 'gold' }],
      [2, {}],
    ]);
  });

  test('flags and unknown objects become attributes; text never does', async () => {
    expect(
      await read({
        model: 'm',
        feature_flags: { fast: true },
        region: 'eu',
        question: 'who?',
        final_text: 'me',
        note: 'n'.repeat(201),
      }),
    ).toEqual({
      kind: 'llm',
      model: 'm',
      attributes: { 'feature_flags.fast': true, region: 'eu' },
    });
  });
});

describe('late keys', () => {
  const late = {
    model: 'm',
    cache_read_tokens: 7,
    cost_usd: 0.5,
    error: { type: 'Boom' },
    usage: { prompt_tokens_details: { cached_tokens: 3 } },
  };

  test('are read although no sampled record has them', async () => {
    const { loggedLines } = await import('./logged.ts');
    const lines = [
      ...Array.from({ length: 25000 }, () => '{"model":"m","input_tokens":1}'),
      JSON.stringify(late),
    ];
    const rows = await loggedLines(flat, lines, undefined, [{ model: 'm', input_tokens: 1 }]);
    expect(rows.at(-1)).toMatchObject({
      cache_read_tokens: 7,
      reported_cost_usd: '0.500000000000',
      status: 'error',
      error_type: 'Boom',
    });
  });
});

describe('a tool that is first called late', () => {
  const call = { kind: 'tool', tool: 'grep', user_id: 'ann', environment: 'prod', tags: ['team:red'] };

  test.each([
    { ...call, arguments: { pattern: 'x' }, output: 'found' },
    { ...call, args: { pattern: 'x' }, result: 'found' },
    { ...call, tool_input: { pattern: 'x' }, tool_output: 'found' },
  ])('is read with what it was given and gave back', async (record) => {
    const { loggedLines } = await import('./logged.ts');
    const lines = [...Array.from({ length: 200 }, () => '{"model":"m","input_tokens":1}')];
    const rows = await loggedLines(flat, [...lines, JSON.stringify(record)], undefined, [
      { model: 'm', input_tokens: 1 },
    ]);
    expect(rows.at(-1)).toMatchObject({
      tool_name: 'grep',
      arguments: '{"pattern":"x"}',
      output_digest: expect.any(String),
      user_id: 'ann',
      environment: 'prod',
      tags: ['team:red'],
    });
  });
});

describe('--map', () => {
  const map = (columns: Record<string, string>): Wanted => ({ columns: new Set(), map: columns });

  test('reads a column from the named place and nowhere else', async () => {
    const record = { model: 'm', input_tokens: 1, size: { prompt: 9 }, who: 'ann', 'a.b': { c: 5 } };
    expect(
      await read(record, map({ input_tokens: 'size.prompt', user_id: 'who', output_tokens: 'a.b.c' })),
    ).toMatchObject({ input_tokens: 9, user_id: 'ann', output_tokens: 5 });
    expect(
      await read({ model: 'm', input_tokens: 1 }, map({ input_tokens: 'size.prompt' })),
    ).not.toHaveProperty('input_tokens');
  });

  test('refuses a column that is none', async () => {
    await expect(read({ model: 'm' }, map({ inputs_tokens: 'x' }))).rejects.toThrow(
      '--map inputs_tokens=…: no such column',
    );
  });
});

describe('several names of one field', () => {
  test('are tried in the order of the table, whatever other fields share them', () => {
    const record = Object.fromEntries(
      Object.values(aliases)
        .flatMap((names) => names.split(' '))
        .map((name) => [name, 'x']),
    );
    const parameters = flat.parameters?.([record], { columns: new Set(), map: {} }) ?? {};
    const order = Object.keys((parameters['columns'] as DuckDBStructValue).entries);
    const lists = Object.entries(parameters).filter(([name]) => name.startsWith('keys_'));
    expect(lists.length).toBeGreaterThan(60);
    for (const [, list] of lists) {
      const places = (list as DuckDBListValue).items.map((key) => order.indexOf(String(key)));
      expect(places).toEqual([...places].sort((one, other) => one - other));
    }
  });

  test('the first that holds a value wins, and the others of a name stay attributes', async () => {
    expect(
      await read({ model: 'm', name: 'answer', stage: 'draft', conversation_id: 'c', session_id: 's' }),
    ).toEqual({
      kind: 'llm',
      model: 'm',
      name: 'answer',
      trace_id: 'c',
      session_id: 's',
      attributes: { stage: 'draft' },
    });
    expect(
      await read({
        trace_id: 't',
        timestamp: '2026-01-01T00:00:01Z',
        agent_run_start: '2026-01-01T00:00:00Z',
      }),
    ).toMatchObject({ kind: 'agent', started_at: '2026-01-01T00:00:01.000Z' });
  });
});

describe('recognition', () => {
  const scalar = fc.constantFrom(1, 0, -1, 2.5, 'x', '7', '1e3', '12.7', null, true);
  const text = fc.constantFrom('x', '', '{', null, ['a'], 5);
  const object = fc.constantFrom(
    { type: 'E' },
    {},
    { input_tokens: 3 },
    { model: 'gpt' },
    { tokens: 'x' },
    { name: 'n' },
    'x',
    null,
  );
  const record = fc.record(
    {
      model: text,
      tool: text,
      name: text,
      type: text,
      timestamp: text,
      status: text,
      error: text,
      llm_success: text,
      tokens: scalar,
      input_tokens: scalar,
      promptTokens: scalar,
      cached_tokens: scalar,
      trace_id: scalar,
      traceId: scalar,
      span_id: scalar,
      request_id: scalar,
      id: scalar,
      ok: scalar,
      cost: scalar,
      price: scalar,
      latency: scalar,
      hello: scalar,
      usage: object,
      attributes: object,
      data: object,
    },
    { requiredKeys: [] },
  );
  const few = fc.subarray(
    [
      'model',
      'tool',
      'name',
      'type',
      'timestamp',
      'status',
      'error',
      'llm_success',
      'tokens',
      'input_tokens',
      'promptTokens',
      'cached_tokens',
      'trace_id',
      'traceId',
      'span_id',
      'request_id',
      'id',
      'ok',
      'cost',
      'price',
      'latency',
      'hello',
      'usage',
      'attributes',
      'data',
    ],
    { maxLength: 3 },
  );
  const sparse = fc
    .tuple(record, few)
    .map(([all, keys]) => Object.fromEntries(Object.entries(all).filter(([key]) => keys.includes(key))));

  test('the SELECT takes exactly the records that the schema accepts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(sparse, { minLength: 60, maxLength: 120 }), async (records) => {
        const rows = await logged(flat, records);
        const taken = rows.map((row) => row['record_type'] === 'span');
        const accepted = records.map((record) => flat.record.safeParse(record).success);
        const differing = records.filter((_, index) => taken[index] !== accepted[index]);
        expect(differing).toEqual([]);
      }),
      { numRuns: 15, endOnFailure: true },
    );
  });

  test('an object that is no trace record is refused', () => {
    expect(
      [{ hello: 1 }, { id: 1, name: 'lamp', price: 3 }, { error: 'x' }, {}].map(
        (record) => flat.record.safeParse(record).success,
      ),
    ).toEqual([false, false, false, false]);
  });
});
