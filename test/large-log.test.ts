import { describe, expect, test } from 'vitest';
import { answer, log } from './run.ts';

/** A log of more than 32 MB is read as if all of it were like its first records: where it is not, the answer is the same. */

const calls = 24_000;
/** Behind the first 20,000 records, and neither in the middle nor at the end. */
const late = 21_000;
const padding = 'x'.repeat(1_600);

const plain = Array.from({ length: calls }, (_, index) => ({
  trace_id: `t${index % 10}`,
  span_id: `s${index}`,
  kind: 'llm',
  timestamp: '2026-11-02T10:00:00Z',
  model: 'gpt-4o',
  input_tokens: 100,
  output_tokens: 10,
  note: padding,
}));

const lines = (odd: readonly (object | string)[]) =>
  plain.toSpliced(late, 1, ...(odd as (typeof plain)[number][]));

const query = `
  SELECT
    count(*)::INTEGER AS spans, sum(input_tokens)::BIGINT AS input_tokens, sum(output_tokens)::BIGINT AS output_tokens,
    sum(reasoning_tokens)::BIGINT AS reasoning_tokens, sum(reported_cost_usd) AS reported_cost_usd,
    count_if(coalesce(status = 'error', false))::INTEGER AS errors
  FROM span`;

async function sums(odd: readonly (object | string)[]) {
  const { rows, meta } = await answer(['sql', query, log(lines(odd))]);
  return {
    ...rows[0],
    inputs: meta.inputs.map(({ dialect, records, duplicates, rejected }) => ({
      dialect,
      records,
      duplicates,
      rejected,
    })),
  };
}

const usual = {
  spans: calls,
  input_tokens: calls * 100,
  output_tokens: calls * 10,
  reasoning_tokens: null,
  reported_cost_usd: null,
  errors: 0,
};
const others = { input_tokens: (calls - 1) * 100, output_tokens: (calls - 1) * 10 };
const call = { trace_id: 't1', span_id: 'odd', timestamp: '2026-11-02T10:00:00Z', model: 'gpt-4o' };

describe('a late record counts whole', () => {
  test.each([
    [
      'with its usage in an object that no other has',
      { ...call, usage: { input_tokens: 7, output_tokens: 3 } },
      { input_tokens: others.input_tokens + 7, output_tokens: others.output_tokens + 3 },
    ],
    [
      'with other names for its counts',
      { ...call, prompt_tokens: 7, completion_tokens: 3 },
      { input_tokens: others.input_tokens + 7, output_tokens: others.output_tokens + 3 },
    ],
    [
      'with counts that no other has',
      { ...call, input_tokens: 100, output_tokens: 10, reasoning_tokens: 4 },
      { reasoning_tokens: 4 },
    ],
    [
      'with a cost that no other has',
      { ...call, input_tokens: 100, output_tokens: 10, cost_usd: 0.25 },
      { reported_cost_usd: 0.25 },
    ],
    [
      'with a count beyond 32 bits',
      { ...call, input_tokens: 3_000_000_000, output_tokens: 10 },
      { input_tokens: others.input_tokens + 3_000_000_000 },
    ],
    [
      'with an error in an object',
      { ...call, input_tokens: 100, output_tokens: 10, error: { type: 'rate_limit_error' } },
      { errors: 1 },
    ],
    [
      'with an error in a text',
      { ...call, input_tokens: 100, output_tokens: 10, error: 'rate limit' },
      { errors: 1 },
    ],
  ])('%s', async (_, record, expected) => {
    expect(await sums([record])).toMatchObject({ ...usual, ...expected });
  });
});

test('copies of a call are one, also beside records of another dialect', async () => {
  const attribute = (key: string, value: object) => ({ key, value });
  const span = {
    ...{
      traceId: 'a'.repeat(32),
      spanId: 'b'.repeat(16),
      name: 'chat',
      startTimeUnixNano: '1',
      endTimeUnixNano: '2',
    },
    attributes: [
      attribute('gen_ai.operation.name', { stringValue: 'chat' }),
      attribute('gen_ai.request.model', { stringValue: 'gpt-4o' }),
      attribute('gen_ai.usage.input_tokens', { intValue: '5' }),
      attribute('gen_ai.usage.output_tokens', { intValue: '20' }),
    ],
  };
  const exported = { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] };
  const answered = await sums([exported, exported, '{"broken', plain[0] ?? '']);
  expect(answered).toMatchObject({
    ...usual,
    input_tokens: others.input_tokens + 5,
    output_tokens: others.output_tokens + 20,
  });
  expect(answered.inputs).toEqual([
    { dialect: 'flat', records: calls + 1, duplicates: 1, rejected: 1 },
    { dialect: 'otlp', records: 2, duplicates: 1, rejected: 0 },
  ]);
});
