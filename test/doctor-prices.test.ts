import { describe, expect, test } from 'vitest';
import { call, diagnosis } from './diagnosis.ts';

const sonnet = { model: 'claude-sonnet-4-5', provider: 'anthropic' };

/** Logged costs as writers on tracing print them: most do not follow from their own tokens. */
const published = [
  { span_id: 'trace-1', ...sonnet, input_tokens: 2400, output_tokens: 89, cost_usd: 0.0085 },
  { span_id: 'trace-2', ...sonnet, input_tokens: 6200, output_tokens: 456, cost_usd: 0.0254 },
  { span_id: 'trace-3', ...sonnet, input_tokens: 4100, output_tokens: 234, cost_usd: 0.0158 },
  { span_id: 'list-1', ...sonnet, input_tokens: 3200, output_tokens: 890, cost_usd: 0.019 },
  { span_id: 'list-3', model: 'claude-haiku-4-5', input_tokens: 200, output_tokens: 12, cost_usd: 0.0001 },
  { span_id: 'list-4', model: 'gpt-4o', input_tokens: 8100, output_tokens: 1200, cost_usd: 0.038 },
  { span_id: 'rag', ...sonnet, input_tokens: 3000, output_tokens: 800, cost_usd: 0.018 },
  { span_id: 'classify', model: 'gpt-4o-mini', input_tokens: 120, output_tokens: 8, cost_usd: 0.0003 },
  {
    span_id: 'embed',
    kind: 'embedding',
    model: 'text-embedding-3-small',
    input_tokens: 18,
    output_tokens: null,
    cost_usd: 0.0001,
  },
  { span_id: 'step-1', ...sonnet, input_tokens: 1800, output_tokens: 95, cost_usd: 0.008 },
  { span_id: 'step-7', ...sonnet, input_tokens: 7200, output_tokens: 820, cost_usd: 0.064 },
].map(call);

describe('the cost that a log reports', () => {
  test('is ranked by the dollars in which it contradicts its tokens; cents that were rounded do not count', async () => {
    const { mismatches } = await diagnosis(published);
    expect(
      mismatches.map((row) => [row['span_id'], row['reported_cost_usd'], row['computed_cost_usd']]),
    ).toEqual([
      ['step-7', 0.064, 0.0339],
      ['list-4', 0.038, 0.03225],
      ['list-1', 0.019, 0.02295],
      ['rag', 0.018, 0.021],
      ['step-1', 0.008, 0.006825],
    ]);
    expect(mismatches[0]).toMatchObject({
      difference_usd: 0.0301,
      trace_id: 't1',
      model: 'claude-sonnet-4-5',
    });
    expect(Number(mismatches[0]?.['ratio'])).toBeCloseTo(1.888, 3);
  });

  test('is summed by model beside the computed one, where both are known', async () => {
    const { prices, verdict } = await diagnosis(published);
    const bySonnet = prices.find(({ model }) => model === 'claude-sonnet-4-5');
    expect(bySonnet).toMatchObject({
      ...{ calls: 7, compared_calls: 7, unpriced_calls: 0, matched: 'anthropic:claude-sonnet-4-5' },
      ...{ reported_cost_usd: 0.1587, computed_cost_usd: 0.13446 },
    });
    expect(Number(bySonnet?.['ratio'])).toBeCloseTo(1.18, 3);
    expect(verdict.map(({ reason }) => reason)).toEqual([
      'the reported cost is not what the tokens cost at list prices: claude-sonnet-4-5',
    ]);
  });

  test('that agrees with its tokens is no news', async () => {
    const { mismatches, verdict } = await diagnosis([call({ cost_usd: 0.0035 }), call({ cost_usd: 0.0034 })]);
    expect([mismatches, verdict[0]?.['verdict']]).toEqual([[], 'good']);
  });

  test('is not believed when it is 0 for tokens, or negative', async () => {
    const { prices, verdict } = await diagnosis([
      call({ cost_usd: 0 }),
      call({ cost_usd: -1 }),
      ...Array.from({ length: 18 }, () => call()),
    ]);
    expect(prices).toMatchObject([
      { calls: 20, zero_reported_calls: 1, negative_calls: 1, cost_usd: 0.07, ratio: null },
    ]);
    expect(verdict.map(({ reason }) => reason)).toEqual([
      '1 of 20 calls report a cost of 0 for their tokens: it is computed instead',
      '1 of 20 calls report a negative cost: it is computed instead',
    ]);
  });

  test('lists at most --limit calls and says how many more there are', async () => {
    const said = await diagnosis(published, { options: ['--limit', '2'] });
    expect(said.mismatches).toHaveLength(2);
    expect(said).toMatchObject({ more: { mismatches: 3 } });
  });
});

describe('a model', () => {
  test('without a price is unpriced, never free', async () => {
    const { prices, meta } = await diagnosis([call({ model: 'house-model' }), call()]);
    expect(
      prices.map((row) => [row['model'], row['unpriced_calls'], row['cost_usd'], row['matched']]),
    ).toEqual([
      ['house-model', 1, null, null],
      ['gpt-4o', 0, 0.0035, 'openai:gpt-4o'],
    ]);
    expect(meta.unpriced_calls).toBe(1);
  });

  test('whose list lacks a price for cache reads is priced at the input rate, and flagged', async () => {
    const { prices, verdict } = await diagnosis([
      call({ model: 'gpt-4', input_tokens: 1000, total_tokens: 1100, cache_read_tokens: 400 }),
    ]);
    expect(prices).toMatchObject([{ assumed_calls: 1, cost_usd: 0.036 }]);
    expect(verdict[0]?.['reason']).toBe(
      'all 1 call have tokens of a class without a price, priced as plain input',
    );
  });
});
