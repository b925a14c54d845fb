import { calcPrice } from '@pydantic/genai-prices';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadCatalogue } from '../src/prices/catalogue.ts';
import { findModel } from '../src/prices/find.ts';
import type { Row } from '../src/report/report.ts';
import { loadPrices } from '../src/store/price.ts';
import priced from '../src/store/priced.sql';
import pricedSpans from '../src/store/priced_spans.sql';
import { Store } from '../src/store/store.ts';

type Call = {
  readonly provider?: string;
  readonly model?: string;
  readonly tier?: string;
  readonly at?: string;
  readonly input?: number;
  readonly read?: number;
  readonly write?: number;
  readonly write1h?: number;
  readonly output?: number;
};

let store: Store;
beforeAll(async () => {
  store = Store.open();
  await store.run("SET TimeZone = 'UTC'");
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.run('SET VARIABLE prices_as_of = NULL::TIMESTAMPTZ');
});

/** Prices calls; `input` are the uncached tokens. Unset is NULL. */
async function costs(calls: readonly Call[]): Promise<Row[]> {
  await store.run(`CREATE OR REPLACE TABLE filtered (
    nr INTEGER, provider VARCHAR, model VARCHAR, service_tier VARCHAR, started_at TIMESTAMPTZ, input_tokens BIGINT, uncached_input_tokens BIGINT,
    cache_read_tokens BIGINT, cache_write_5m_tokens BIGINT, cache_write_1h_tokens BIGINT, output_tokens BIGINT)`);
  const rows = calls.map((call, nr) => {
    const parts = [call.input, call.read, call.write, call.write1h].filter((part) => part !== undefined);
    const total = parts.length === 0 ? null : parts.reduce((sum, part) => sum + part, 0);
    const values = [
      nr,
      call.provider,
      call.model,
      call.tier,
      call.at,
      total,
      call.input,
      call.read,
      call.write,
      call.write1h,
      call.output,
    ];
    return `(${values.map((value) => (value === undefined || value === null ? 'NULL' : typeof value === 'number' ? value : `'${value}'`)).join(', ')})`;
  });
  await store.run(`INSERT INTO filtered VALUES ${rows.join(', ')}`);
  await store.run('CREATE OR REPLACE VIEW complete AS FROM filtered');
  await loadPrices(store, { sources: [] });
  await store.run([priced, pricedSpans].join(';\n'));
  return store.rows(
    `SELECT nr, computed_cost_usd AS cost, price_assumed AS assumed FROM priced('filtered') ORDER BY nr`,
  );
}

const cost = async (call: Call) => (await costs([call]))[0]?.['cost'];

describe('cost of one call', () => {
  const sonnet = { model: 'claude-sonnet-4-6', at: '2026-06-01' };

  test('adds up the classes of tokens at 3, 15, 0.30 and 3.75 dollars', async () => {
    expect(await cost({ ...sonnet, input: 2400, output: 89 })).toBe('0.008535000000');
    expect(await cost({ ...sonnet, input: 600, read: 5200, write: 150, output: 210 })).toBe('0.007072500000');
  });

  test('bills a cache write once, not as input too', async () => {
    expect(
      await cost({ model: 'claude-3-7-sonnet-20250219', input: 3, write: 12304, read: 0, output: 550 }),
    ).toBe('0.054399000000');
    expect(
      await cost({ model: 'claude-3-7-sonnet-20250219', input: 3, write: 25, read: 13216, output: 12 }),
    ).toBe('0.004247550000');
  });

  test('bills five-minute writes at 1.25 and one-hour writes at twice the input', async () => {
    expect(await cost({ ...sonnet, write: 1_000_000 })).toBe('3.750000000000');
    expect(await cost({ ...sonnet, write1h: 1_000_000 })).toBe('6.000000000000');
  });

  test('halves for a batch, and follows the tier that was logged', async () => {
    expect(await cost({ ...sonnet, provider: 'anthropic', tier: 'batch', input: 2400, output: 89 })).toBe(
      '0.004267500000',
    );
    expect(await cost({ model: 'gpt-4.1', tier: 'priority', input: 1_000_000 })).toBe('3.500000000000');
  });

  test('charges the long-context price on all tokens, from the first token beyond the threshold', async () => {
    const long = { model: 'claude-sonnet-4-5' };
    expect(await cost({ ...long, input: 200_000, output: 0 })).toBe('0.600000000000');
    expect(await cost({ ...long, input: 200_001, output: 0 })).toBe('1.200006000000');
    expect(await cost({ ...long, input: 1, read: 200_000, output: 1000 })).toBe('0.142506000000');
    expect(await cost({ ...long, input: 300_000 })).toBe('1.800000000000');
  });

  test('leaves models with a flat price for a million tokens at it', async () => {
    expect(await cost({ ...sonnet, input: 300_000 })).toBe('0.900000000000');
    expect(await cost({ ...sonnet, at: '2026-03-12T23:59:59Z', input: 300_000 })).toBe('1.800000000000');
  });

  test('knows the 272,000 step of GPT-5.5', async () => {
    expect(await cost({ model: 'gpt-5.5', input: 271_999 })).toBe('1.359995000000');
    expect(await cost({ model: 'gpt-5.5', input: 272_000 })).toBe('2.720000000000');
  });

  test('is that of its own date, unless one is asked for', async () => {
    const calls = [
      { model: 'o3', at: '2025-06-09T23:59:59Z', input: 1_000_000 },
      { model: 'o3', at: '2025-06-10T00:00:00Z', input: 1_000_000 },
      { model: 'o3', input: 1_000_000 },
    ];
    expect((await costs(calls)).map((row) => row['cost'])).toEqual([
      '10.000000000000',
      '2.000000000000',
      '2.000000000000',
    ]);
    await store.run("SET VARIABLE prices_as_of = '2025-01-01'::TIMESTAMPTZ");
    expect((await costs(calls)).map((row) => row['cost'])).toEqual([
      '10.000000000000',
      '10.000000000000',
      '10.000000000000',
    ]);
  });

  test('is unknown, not zero, without a price or without usage', async () => {
    const rows = await costs([
      { model: 'unknown-model-xyz', input: 100, output: 10 },
      { model: 'claude-sonnet-4-6' },
      { input: 100, output: 10 },
      { model: 'gpt-4o', output: 100 },
      { model: 'gpt-4o', input: 0, output: 0 },
      { model: 'gpt-4o', input: 9_000_000_000_000_000, output: 1 },
    ]);
    expect(rows.map((row) => row['cost'])).toEqual([
      null,
      null,
      null,
      '0.001000000000',
      '0.000000000000',
      null,
    ]);
  });

  test('says when a class has no price of its own and is priced as input', async () => {
    const rows = await costs([
      { model: 'gpt-4o-2024-05-13', input: 1000, read: 1000, output: 0 },
      { model: 'gpt-4o-2024-05-13', input: 1000, output: 0 },
    ]);
    expect(rows.map((row) => [row['cost'], row['assumed']])).toEqual([
      ['0.010000000000', true],
      ['0.005000000000', false],
    ]);
  });

  test('repeats no call and loses none', async () => {
    const models = ['claude-sonnet-4-6', 'deepseek-v4-flash', 'gpt-5.6', 'unknown', 'qwen3-coder-plus'];
    const calls = models.flatMap((model) =>
      ['2025-01-01', '2026-12-31T12:00:00Z', undefined].flatMap((at) =>
        [0, 1_000_000].map((input) => ({ model, input, ...(at === undefined ? {} : { at }) })),
      ),
    );
    expect((await costs(calls)).map((row) => row['nr'])).toEqual(calls.map((_, nr) => nr));
  });
});

/** Recomputed by hand at list prices: Sonnet 3/15, Haiku 4.5 1/5, GPT-4o 2.5/10, GPT-4o mini 0.15/0.60, embeddings 0.02. */
test.each([
  ['claude-sonnet-4-6', 2400, 89, 0.008535],
  ['claude-sonnet-4-6', 6200, 456, 0.02544],
  ['claude-sonnet-4-6', 4100, 234, 0.01581],
  ['claude-sonnet-4-6', 3200, 890, 0.02295],
  ['claude-haiku-4-5', 200, 12, 0.00026],
  ['gpt-4o', 8100, 1200, 0.03225],
  ['claude-sonnet-4-6', 3000, 800, 0.021],
  ['gpt-4o-mini', 120, 8, 0.0000228],
  ['text-embedding-3-small', 18, 0, 0.00000036],
  ['claude-sonnet-4-6', 1800, 95, 0.006825],
  ['claude-sonnet-4-6', 7200, 820, 0.0339],
])('%s with %i in and %i out costs $%f', async (model, input, output, expected) => {
  expect(Number(await cost({ model, input, output, at: '2026-06-01' }))).toBe(expected);
});

describe('our cost is the price library’s own', async () => {
  const catalogue = await loadCatalogue();
  const usable = catalogue
    .flatMap(({ id, models }) => models.map((model) => ({ provider: id, model: model.id })))
    .filter(({ provider, model }) => {
      const found = findModel(catalogue, provider, model);
      return (
        found?.rule === 'exact' &&
        found.provider === provider &&
        found.id === model &&
        found.eras.every(({ prices }) => hasPlainPrices(prices)) &&
        calcPrice({ input_tokens: 1 }, model, { providerId: provider })?.model.id === model
      );
    });

  /** Per-token prices alone, all classes that we would otherwise assume among them. */
  function hasPlainPrices(prices: object): boolean {
    const keys = Object.keys(prices);
    return (
      keys.includes('input_mtok') &&
      keys.includes('output_mtok') &&
      !keys.some((key) => /reasoning|citation/.test(key))
    );
  }

  test('covers most of the list', () => {
    expect(usable.length).toBeGreaterThan(1000);
  });

  const tokens = fc.oneof(
    fc.nat(5000),
    fc.nat(400_000),
    fc.constantFrom(0, 1, 128_000, 200_000, 200_001, 272_000),
  );
  const call = fc.record({
    of: fc.constantFrom(...usable),
    at: fc.date({ min: new Date('2024-01-01'), max: new Date('2027-06-01'), noInvalidDate: true }),
    input: tokens,
    read: tokens,
    write: tokens,
    output: fc.nat(100_000),
  });

  test('for random calls of random models on random days', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 20, maxLength: 60 }), async (calls) => {
        const asked = calls.map(({ of, at, ...usage }) => ({ ...of, ...usage, at: at.toISOString() }));
        const ours = (await costs(asked)).map((row) => Number(row['cost']));
        const theirs = calls.map(({ of, at, input, read, write, output }) => {
          const usage = {
            input_tokens: input + read + write,
            cache_read_tokens: read,
            cache_write_tokens: write,
            output_tokens: output,
          };
          return (
            calcPrice(usage, of.model, { providerId: of.provider, timestamp: at })?.total_price ?? Number.NaN
          );
        });
        for (const [nr, price] of theirs.entries())
          expect(ours[nr], `${calls[nr]?.of.provider}:${calls[nr]?.of.model}`).toBeCloseTo(price, 6);
      }),
      { numRuns: 40, seed: 20261121 },
    );
  });
});
