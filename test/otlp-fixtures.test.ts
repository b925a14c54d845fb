import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { otlp } from '../src/dialects/otlp.ts';
import { loggedFiles } from './logged.ts';

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

const glance = ({
  kind,
  model,
  input_tokens,
  cache_read_tokens,
  output_tokens,
  status,
  latency_ms,
}: Awaited<ReturnType<typeof loggedFiles>>[number]) =>
  [kind, model, input_tokens, cache_read_tokens, output_tokens, status, latency_ms].join(' ');

test("a Collector's file: spans, and what is beside them", async () => {
  const rows = await loggedFiles(otlp, [fixture('otlp.jsonl')]);
  const sonnet = 'claude-sonnet-4-5-20250929';
  expect(rows.filter(({ record_type }) => record_type === 'span').map(glance)).toEqual([
    `llm ${sonnet} 5300 0 120 ok 2000`,
    'tool     ok 300',
    `llm ${sonnet} 5600 5000 80 ok 1600`,
    'agent  10900  200 ok 4100',
    'llm gpt-4o-2024-08-06 1200 1024 300 ok 2000',
    'retrieval     ok 700',
    'llm gpt-4o-2024-08-06    error 500',
    'other     ok 4000',
  ]);
  expect(rows.filter(({ is_first }) => is_first).map(({ record_type }) => record_type)).toEqual([
    'span',
    'span',
    'span',
    'resourceLogs',
    'resourceMetrics',
    'resourceSpans without spans',
  ]);
});

test('bare spans of four writers: ids say which are the same, and which copy is finished', async () => {
  const rows = await loggedFiles(otlp, [fixture('otlp-spans.jsonl')]);
  expect(rows.map(glance)).toEqual([
    'llm gpt-4o-mini-2024-07-18 15 0 112 ok 2500',
    'agent gpt-4o-mini 15  112 ok 2510',
    'llm gpt-4o     ',
    'llm gpt-4o-2024-08-06 900  40 ok ',
    'llm gpt-4o-mini 800  50 ok ',
    'tool     error ',
  ]);
  expect(rows.map(({ call_id, completeness }) => `${call_id} ${completeness}`).slice(2)).toEqual([
    '1d2c3b4a59687716253443526170819fd000000000000001 0',
    '1d2c3b4a59687716253443526170819fd000000000000001 1',
    'run-0001step-1 1',
    'run-0001step-2 1',
  ]);
});

test.each(['otlp.jsonl', 'otlp-spans.jsonl'])('the schema accepts every record of %s', (name) => {
  const lines = readFileSync(fixture(name), 'utf8').trimEnd().split('\n');
  expect(lines.filter((line) => !otlp.record.safeParse(JSON.parse(line)).success)).toEqual([]);
});
