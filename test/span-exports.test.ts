import { describe, expect, test } from 'vitest';
import { answer, log } from './run.ts';

const spans = `SELECT span_id, parent_span_id, kind, coalesce(tool_name, model, name) AS what, latency_ms, input_tokens, cache_read_tokens, output_tokens, status, attributes
  FROM span ORDER BY started_at, span_id`;

async function spansOf(file: string) {
  const { rows } = await answer(['sql', spans, file]);
  return rows.map(({ attributes, ...row }) =>
    [...Object.values(row), attributes === null ? '' : JSON.stringify(attributes)].join(' ').trim(),
  );
}

test('Phoenix: a column for each attribute, or attributes within one another', async () => {
  expect(await spansOf('fixtures/phoenix.jsonl')).toEqual([
    '195e4d5039d9ed74  other answer 4500    ok',
    'e32a2a33a464cb54 195e4d5039d9ed74 llm gpt-4o-2024-08-06 3000 1461 1024 311 ok {"tenant":"acme"}',
    'a1b2c3d4e5f60718 195e4d5039d9ed74 tool lookup_parcel 700    error {"input.mime_type":"application/json"}',
    'b1b2c3d4e5f60718 195e4d5039d9ed74 embedding text-embedding-3-small 100 12   ok {"embedding.model_name":"text-embedding-3-small"}',
  ]);
});

test('Jaeger: tags, references, microseconds, and ids without the zeros in front', async () => {
  expect(await spansOf('fixtures/jaeger.json')).toEqual([
    'eee19b7ec3c1b174  agent invoke_agent planner 4000    ok {"span.kind":"internal","service.name":"support-bot"}',
    'eee19b7ec3c1b175 eee19b7ec3c1b174 llm gpt-4o-2024-08-06 2000 1200 1024 300 ok {"otel.status_code":"OK","service.name":"support-bot"}',
    '00e19b7ec3c1b176 eee19b7ec3c1b174 tool search 300    error {"error":true,"service.name":"search"}',
  ]);
  expect(await spansOf('fixtures/jaeger-storage.jsonl')).toEqual([
    '00000000000000ab  llm gpt-4o-mini 800 800  50 ok {"service.name":"summaries"}',
  ]);
});

test('Tempo: both versions of its API, ids in base64, a trace without spans', async () => {
  expect(await spansOf('fixtures/tempo.jsonl')).toEqual([
    'eee19b7ec3c1b175  llm gpt-4o 2000 1200  300 ok {"service.name":"support-bot"}',
    'fee19b7ec3c1b175  llm gpt-4o-mini 900 400  30 error',
  ]);
  const { meta } = await answer(['top', 'fixtures/tempo.jsonl']);
  expect(meta.inputs).toMatchObject([{ records: 3, spans: 2, other: 1, rejected: 0 }]);
});

test('Honeycomb: each event stands for as many as its sampling says; span events are no spans', async () => {
  const { rows } = await answer([
    'sql',
    'SELECT span_id, name, weight, latency_ms, status FROM span ORDER BY ALL',
    'fixtures/honeycomb.jsonl',
  ]);
  expect(rows.map((row) => Object.values(row).join(' '))).toEqual([
    'aaa19b7ec3c1b175 answer 4 4100.5 ok',
    'aaa19b7ec3c1b176 chat 4 3000 ok',
    'aaa19b7ec3c1b177 chat 10 700 error',
  ]);
});

describe('spans within one another', () => {
  test('take their place in the tree, durations in ISO 8601', async () => {
    expect(await spansOf('fixtures/nested-spans.json')).toEqual([
      '77fb7128d6f04862  other main 108755    ok {"service.name":"research/app"}',
      '195e4d5039d9ed74 77fb7128d6f04862 agent CodeAgent.run 108700    ok {"service.name":"research/app"}',
      'e32a2a33a464cb54 195e4d5039d9ed74 llm o3-mini 20500 1461  311 ok {"service.name":"research/app"}',
      'e32a2a33a464cb55 195e4d5039d9ed74 llm o3-mini 9000 1000  100 ok {"service.name":"research/app"}',
      'e32a2a33a464cb56 195e4d5039d9ed74 tool visit 250    error {"service.name":"research/app"}',
    ]);
  });

  test("an agent's span repeats what its calls used: counted once", async () => {
    const { totals } = await answer(['top', 'fixtures/nested-spans.json']);
    expect(totals).toMatchObject({ calls: 2, input_tokens: 2461, output_tokens: 411 });
  });

  test.each([
    ['PT0.000123S', 0.123],
    ['PT1H2M3S', 3_723_000],
    ['P1DT1S', 86_401_000],
    ['nonsense', null],
  ])('a duration of %s', async (duration, latency_ms) => {
    const span = {
      span_id: 'a',
      timestamp: '2026-11-03T09:00:00Z',
      duration,
      span_attributes: { 'llm.model_name': 'gpt-4o' },
      child_spans: [],
    };
    const { rows } = await answer([
      'sql',
      'SELECT latency_ms FROM span',
      log([{ trace_id: 't', spans: [span] }]),
    ]);
    expect(rows).toEqual([{ latency_ms }]);
  });
});
