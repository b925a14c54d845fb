import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pricesAnalysis } from '../src/analyses/prices.ts';
import { parseRequest } from '../src/request/request.ts';
import { loadPrices } from '../src/store/price.ts';
import priced from '../src/store/priced.sql';
import pricedSpans from '../src/store/priced_spans.sql';
import { Store } from '../src/store/store.ts';
import { resolveWindow } from '../src/time/window.ts';

let store: Store;
beforeAll(async () => {
  store = Store.open();
  await store.run("SET TimeZone = 'UTC'");
  await store.run('SET VARIABLE prices_as_of = NULL::TIMESTAMPTZ');
  await store.run(`CREATE TABLE filtered AS
    SELECT provider, model, NULL::VARCHAR AS service_tier, '2026-06-01'::TIMESTAMPTZ AS started_at, input_tokens::BIGINT AS input_tokens,
      input_tokens::BIGINT AS uncached_input_tokens, NULL::BIGINT AS cache_read_tokens, NULL::BIGINT AS cache_write_5m_tokens,
      NULL::BIGINT AS cache_write_1h_tokens, output_tokens::BIGINT AS output_tokens, is_call
    FROM (VALUES
      ('anthropic', 'claude-sonnet-4-6', 1000000, 100000, true),
      ('anthropic', 'claude-sonnet-4-6-20250514', 1000000, 0, true),
      ('anthropic', 'claude-sonnet-4-6', 5000000, 0, false),
      ('openai', 'gpt-4o', 1000000, 0, true),
      (NULL, 'house-model', 1000000, 0, true)
    ) AS logged(provider, model, input_tokens, output_tokens, is_call)`);
  await store.run('CREATE VIEW complete AS FROM filtered');
  await loadPrices(store, { sources: [] });
  await store.run([priced, pricedSpans].join(';\n'));
  await store.run(`CREATE VIEW picked AS
    SELECT *, computed_cost_usd AS cost_usd, is_call AND computed_cost_usd IS NULL AS is_unpriced,
      NULL::BOOLEAN AS is_output_placeholder, NULL::VARCHAR AS usage_role
    FROM priced('filtered')`);
});
afterAll(() => store.close());

function answer(
  positionals: readonly string[],
  options: Record<string, string | readonly string[]> = {},
  limit?: number,
) {
  const request = parseRequest({ common: limit === undefined ? {} : { limit: String(limit) }, inputs: [] });
  return pricesAnalysis.answer(store, request, { positionals, options }, scope);
}

const clock = { now: 0, tz: 'UTC', weekStart: 'mon' } as const;
const scope = { clock, window: resolveWindow({}, clock) };

describe('prices explain', () => {
  test('shows the price, where it is from and what a call costs', async () => {
    const { sections, totals } = await answer(['explain', 'claude-sonnet-4-6-20250514'], {
      at: '2026-06-01',
      usage: 'in=600,read=5200,write=150,out=210',
    });
    expect(sections[0].rows).toMatchObject([
      {
        ...{
          provider: 'anthropic',
          model: 'claude-sonnet-4-6-20250514',
          matched: 'anthropic:claude-sonnet-4-6',
          rule: 'snapshot',
        },
        ...{ from: '2026-03-13T00:00:00Z', to: null, tier_start: 0 },
        ...{ input: '3', output: '15', cache_read: '0.3', cache_write_5m: '3.75', cache_write_1h: '6' },
        ...{ source: '@pydantic/genai-prices 0.1.8', checked: '2026-09-23', context_window: 1_000_000 },
      },
    ]);
    expect(sections[1]?.rows.map((row) => row['cost_usd'])).toEqual([
      '0.001800000000',
      '0.001560000000',
      '0.000562500000',
      '0.003150000000',
    ]);
    expect(totals?.row).toEqual({ cost_usd: '0.007072500000' });
  });

  test('shows every date and prompt size without one', async () => {
    const { sections } = await answer(['explain', 'claude-sonnet-4-6']);
    expect(sections[0].rows.map((row) => [row['from'], row['tier_start'], row['input']])).toEqual([
      [null, 0, '3'],
      [null, 200_000, '6'],
      ['2026-03-13T00:00:00Z', 0, '3'],
    ]);
  });

  test('says of an unknown model that it is unpriced', async () => {
    const { sections, totals, notes } = await answer(['explain', 'house-model'], { usage: 'in=5' });
    expect(sections[0].rows).toMatchObject([{ model: 'house-model', matched: null, input: null }]);
    expect(totals?.row).toEqual({ cost_usd: null });
    expect(notes).toEqual([
      'no price is known for house-model: its calls are unpriced; --prices FILE gives it one',
    ]);
  });

  test('explains what it does not understand', async () => {
    await expect(answer(['explain'])).rejects.toThrow('which model?');
    await expect(answer(['expain', 'x'])).rejects.toThrow(
      'unknown question "expain"; did you mean "explain"?',
    );
    await expect(answer(['explain', 'gpt-4o'], { usage: 'in=600,reed=5' })).rejects.toThrow(
      'unknown part "reed"; did you mean "read"?',
    );
    await expect(answer(['explain', 'gpt-4o'], { usage: 'in=many' })).rejects.toThrow(
      '"in=many" has no whole number of tokens',
    );
  });
});

describe('prices list', () => {
  test('narrows by a glob and says how many more there are', async () => {
    const { sections } = await answer(['list', 'anthropic:claude-haiku-*']);
    expect(sections[0].rows.map((row) => [row['matched'], row['rule'], row['input']])).toEqual([
      ['anthropic:claude-haiku-4-5', 'exact', '1'],
    ]);
    const all = await answer(['list'], {}, 5);
    expect(all.sections[0].rows.length).toBe(5);
    expect(all.sections[0].more).toBeGreaterThan(1000);
  });

  test('has the columns that it promises, and no others', async () => {
    const [section] = (await answer(['list', 'o3'])).sections;
    expect(section.rows.map((row) => Object.keys(row).sort())).toEqual(
      section.rows.map(() => section.columns.map(({ key }) => key).sort()),
    );
  });
});

describe('prices whatif', () => {
  test('prices the calls of one model as another: the dated name too, and calls alone', async () => {
    const { sections } = await answer(['whatif'], {
      model: ['claude-sonnet-4-6=claude-haiku-4-5', 'gpt-*=gpt-4o-mini'],
    });
    expect(sections[0].rows).toEqual([
      {
        model: 'claude-sonnet-4-6',
        as: 'claude-haiku-4-5',
        cost_usd: '7.500000000000',
        as_cost_usd: '2.500000000000',
        delta_usd: '-5.000000000000',
        calls: 2,
        unpriced_calls: 0,
      },
      {
        model: 'gpt-*',
        as: 'gpt-4o-mini',
        cost_usd: '2.500000000000',
        as_cost_usd: '0.150000000000',
        delta_usd: '-2.350000000000',
        calls: 1,
        unpriced_calls: 0,
      },
    ]);
  });

  test('counts calls whose own cost is unknown, and knows nothing of models that were not called', async () => {
    const { sections } = await answer(['whatif'], { model: ['house-model=gpt-4o', 'o3=gpt-4o'] });
    expect(sections[0].rows).toMatchObject([
      { cost_usd: null, as_cost_usd: null, delta_usd: null, calls: 0, unpriced_calls: 1 },
      { cost_usd: null, as_cost_usd: null, delta_usd: null, calls: 0, unpriced_calls: 0 },
    ]);
  });

  test('refuses what is no pair of known models', async () => {
    await expect(answer(['whatif'])).rejects.toThrow('which models?');
    await expect(answer(['whatif'], { model: ['gpt-4o'] })).rejects.toThrow('"gpt-4o" is no pair of models');
    await expect(answer(['whatif'], { model: ['gpt-4o=nonsense'] })).rejects.toThrow(
      'no price is known for "nonsense"',
    );
  });
});
