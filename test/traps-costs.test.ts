import { describe, expect, test } from 'vitest';
import { byTrace } from './byTrace.ts';
import { answer, file, log, run } from './run.ts';

/** Which dollars are shown, and that what is not known never shows as free. */

const timestamp = '2026-11-02T10:00:00Z';
/** 1,000 × $2.5 + 100 × $10 per million: $0.0035. */
const call = { span_id: 'a', timestamp, model: 'gpt-4o', input_tokens: 1000, output_tokens: 100 };
const computed = 0.0035;

const costs = async (argv: readonly string[]) => {
  const { traces } = await byTrace(argv, ['cost_usd']);
  return Object.fromEntries(Object.entries(traces).map(([name, { cost_usd }]) => [name, cost_usd]));
};

describe('the logged cost', () => {
  const spelled: Readonly<Record<string, unknown>> = {
    logged: 0.02,
    'as text': '0.03',
    small: 1e-7,
    exact: '0.123456789012',
    missing: undefined,
    null: null,
    'of -1': -1,
    'of 0 for tokens': 0,
    'that is NaN': 'NaN',
    'that is infinite': 'Infinity',
    'that is no number': 'cheap',
  };
  const log_ = log([
    ...Object.entries(spelled).map(([trace_id, cost_usd]) => ({ ...call, trace_id, cost_usd })),
    { ...call, trace_id: 'of 0 for nothing', input_tokens: 0, output_tokens: 0, cost_usd: 0 },
    { ...call, trace_id: 'of 0 for unpriced tokens', model: 'my-own', cost_usd: 0 },
    { ...call, trace_id: 'of an unpriced model', model: 'my-own', cost_usd: 0.04 },
  ]);
  const distrusted = [
    ...[
      'missing',
      'null',
      'of -1',
      'of 0 for tokens',
      'that is NaN',
      'that is infinite',
      'that is no number',
    ],
  ];
  const each = (names: readonly string[], value: unknown) =>
    Object.fromEntries(names.map((name) => [name, value]));
  const trusted = { logged: 0.02, 'as text': 0.03, small: 1e-7, exact: 0.123456789 };
  const unpriced = ['of 0 for unpriced tokens'];

  test('counts where it can be trusted', async () => {
    expect(await costs([log_])).toEqual({
      ...trusted,
      ...each(distrusted, computed),
      ...each(unpriced, null),
      ...{ 'of 0 for nothing': 0, 'of an unpriced model': 0.04 },
    });
  });

  test('is left out by --cost computed', async () => {
    expect(await costs(['--cost', 'computed', log_])).toEqual({
      ...each([...Object.keys(trusted), ...distrusted], computed),
      ...each([...unpriced, 'of an unpriced model'], null),
      'of 0 for nothing': 0,
    });
  });

  test('alone counts by --cost reported, as it was logged', async () => {
    expect(await costs(['--cost', 'reported', log_])).toEqual({
      ...trusted,
      ...each(distrusted, null),
      ...{ 'of 0 for tokens': 0, 'of 0 for unpriced tokens': 0, 'of 0 for nothing': 0 },
      'of an unpriced model': 0.04,
    });
  });
});

describe('a call without a price', () => {
  const file_ = log([
    { ...call, trace_id: 'known' },
    { ...call, trace_id: 'unknown', model: 'house-model-1' },
  ]);

  test('is never free: the total is a lower bound and says so', async () => {
    const { rows, totals, meta, notes } = await answer(['top', file_]);
    expect(totals).toMatchObject({ cost_usd: computed, unpriced_calls: 1, calls: 2, input_tokens: 2000 });
    expect(rows.find(({ key }) => key === 'unknown')).toMatchObject({ cost_usd: null, flags: ['unpriced'] });
    expect(meta.unpriced_calls).toBe(1);
    expect(notes.join('\n')).toContain('house-model-1');
    const { stdout, stderr } = await run(['top', file_]);
    expect(stdout).toContain('≥$0.0035');
    expect(stdout).not.toMatch(/\$0(\.0+)?(?![\d.])/);
    expect(stderr).toContain('lower bound');
  });

  test('is an error by --strict-prices: exit 5, with the answer', async () => {
    const strict = await run(['top', '--strict-prices', file_]);
    expect(strict.code).toBe(5);
    expect(strict.stdout).toContain('0.0035');
    const known = await run(['top', '--strict-prices', '--where', "trace_id = 'known'", file_]);
    expect(known.code).toBe(0);
  });

  test('is priced by a file of the user’s', async () => {
    const prices = file('prices.json', JSON.stringify([{ match: 'house-*', input: 1, output: 2 }]));
    expect(await costs(['--prices', prices, file_])).toEqual({ known: computed, unknown: 0.0012 });
  });
});

describe('a long prompt', () => {
  const long = { span_id: 'a', timestamp, model: 'gemini-2.5-pro', output_tokens: 1000 };

  test('pays the higher price on all its tokens, cached ones counted in its length', async () => {
    const file_ = log([
      { ...long, trace_id: 'at the limit', input_tokens: 200_000 },
      { ...long, trace_id: 'one over', input_tokens: 200_001 },
      {
        ...long,
        trace_id: 'over by the cache',
        input_tokens: 200_001,
        cached_tokens: 100_000,
        total_tokens: 201_001,
      },
    ]);
    expect(await costs([file_])).toEqual({
      // × $1.25 and $10 per million.
      'at the limit': 0.26,
      // × $2.5 and $15.
      'one over': 0.5150025,
      // 100,001 × $2.5 + 100,000 × $0.25 + 1,000 × $15.
      'over by the cache': 0.2900025,
    });
  });

  test('is one call’s: a session of many short ones is short', async () => {
    const spans = Array.from({ length: 3 }, (_, index) => ({
      ...long,
      span_id: `s${index}`,
      trace_id: 'session',
    }));
    const file_ = log(spans.map((span) => ({ ...span, input_tokens: 100_000 })));
    expect(await costs([file_])).toEqual({ session: 0.405 });
  });
});

test('cache writes of an hour cost more than those of five minutes, and the total of both is not added', async () => {
  const usage = {
    ...{ input_tokens: 0, cache_creation_input_tokens: 3000, output_tokens: 0 },
    cache_creation: { ephemeral_5m_input_tokens: 1000, ephemeral_1h_input_tokens: 2000 },
  };
  const file_ = log([{ trace_id: 'written', span_id: 'a', timestamp, model: 'claude-sonnet-4-5', usage }]);
  // 1,000 × $3.75 + 2,000 × $6 per million.
  expect(await costs([file_])).toEqual({ written: 0.01575 });
});

test('names that only begin alike are other models', async () => {
  const named = (model: string) => ({ ...call, trace_id: model, model });
  const models = ['gpt-4o', 'gpt-4o-mini', 'gpt-4o-2024-08-06', 'gpt-4o-2024-05-13', 'gpt-4o-house-edition'];
  expect(await costs([log(models.map(named))])).toEqual({
    'gpt-4o': 0.0035,
    // $0.15 and $0.6 per million.
    'gpt-4o-mini': 0.00021,
    'gpt-4o-2024-08-06': 0.0035,
    // $5 and $15.
    'gpt-4o-2024-05-13': 0.0065,
    'gpt-4o-house-edition': null,
  });
});

test('each call pays the prices of its own date, unless one date is asked for', async () => {
  const rules = [
    { match: 'house', input: 1, output: 0, to: '2026-11-01' },
    { match: 'house', input: 3, output: 0, from: '2026-11-01' },
  ];
  const prices = file('prices.json', JSON.stringify(rules));
  const at = (trace_id: string, when: string) => ({ ...call, trace_id, model: 'house', timestamp: when });
  const file_ = log([at('before', '2026-10-31T23:59:59.999Z'), at('after', '2026-11-01T00:00:00Z')]);
  expect(await costs(['--prices', prices, file_])).toEqual({ before: 0.001, after: 0.003 });
  const asOf = (day: string) => costs(['--prices', prices, '--prices-as-of', day, file_]);
  expect(await asOf('2026-10-01')).toEqual({ before: 0.001, after: 0.001 });
  expect(await asOf('2026-12-01')).toEqual({ before: 0.003, after: 0.003 });
});

test('the service tier of the answer changes the price', async () => {
  const tiers = { default: 0.0035, batch: 0.00175 };
  const file_ = log(Object.keys(tiers).map((tier) => ({ ...call, trace_id: tier, service_tier: tier })));
  expect(await costs([file_])).toEqual(tiers);
});

test('a total of many small costs has no noise', async () => {
  const spans = Array.from({ length: 1000 }, (_, index) => ({
    ...{ ...call, trace_id: `t${index}`, cost_usd: index % 2 === 0 ? 0.1 : 0.2 },
  }));
  const file_ = log(spans);
  const { totals } = await answer(['top', '-n', '1', file_]);
  expect(totals['cost_usd']).toBe(150);
  const csv = await run(['top', '--group', 'model', '-f', 'csv', file_]);
  expect(csv.stdout).toContain('150');
  expect(csv.stdout).not.toMatch(/150\.0*[1-9]|149\.9/);
});
