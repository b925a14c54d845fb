import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../src/prices/catalogue.ts';
import { parseOverrides, readOverrides } from '../src/prices/override.ts';
import { dollarsPerMillion } from '../src/prices/rates.ts';
import { resolve } from '../src/prices/resolve.ts';

const catalogue = await loadCatalogue();

/** `from..to >tier input/output/read/write 5m/write 1h` of every row, in order. */
function prices(
  list: unknown,
  model: string,
  provider: string | null = null,
  service_tier: string | null = null,
) {
  const overrides = parseOverrides(JSON.stringify(list), 'house.json');
  const resolved = resolve(catalogue, overrides, { provider, model, service_tier });
  return resolved?.rows.map((row) => {
    const { request: _, ...rates } = row.rates;
    const day = (instant: string | null) => instant?.slice(0, 10) ?? '';
    const [from, to] = [day(row.valid_from), day(row.valid_to)];
    return `${from}..${to} >${row.tier_start} ${Object.values(rates).map(dollarsPerMillion).join('/')}`;
  });
}

describe('prices of the user’s own', () => {
  test('win over the list; classes left out cost what input costs', () => {
    expect(prices([{ match: 'gpt-4o', input: 1, output: 2 }], 'gpt-4o')).toEqual(['.. >0 1/2/1/1/1']);
    expect(prices([{ match: 'gpt-4o', input: 1, output: 2 }], 'gpt-4o-mini')).toEqual([
      '.. >0 0.15/0.6/0.075/0.15/0.15',
    ]);
  });

  test('may be free', () => {
    expect(prices([{ match: 'llama3.1:*', input: 0, output: 0 }], 'llama3.1:8b')).toEqual([
      '.. >0 0/0/0/0/0',
    ]);
  });

  test('may be those of another model, in part', () => {
    const list = [{ match: 'my-proxy-*', like: 'claude-haiku-4-5', output: 4 }];
    expect(prices(list, 'my-proxy-7')).toEqual(['.. >0 1/4/0.1/1.25/2']);
    expect(prices(list, 'my-proxy-7', null, 'batch')).toEqual(['.. >0 0.5/4/0.05/0.625/1']);
  });

  test('hold from and to their dates, and the list’s price around them', () => {
    const list = [
      { match: 'gpt-4o-mini', input: 9, from: '2026-01-01', to: '2026-03-01' },
      { match: 'gpt-4o-mini', input: 8, from: '2026-02-01' },
    ];
    expect(prices(list.slice(0, 1), 'gpt-4o-mini')).toEqual([
      '2026-01-01..2026-03-01 >0 9/9/9/9/9',
      '..2026-01-01 >0 0.15/0.6/0.075/0.15/0.15',
      '2026-03-01.. >0 0.15/0.6/0.075/0.15/0.15',
    ]);
    expect(
      prices(
        [
          { match: 'house', input: 9 },
          { match: 'house', input: 8, from: '2026-02-01' },
        ],
        'house',
      ),
    ).toEqual(['..2026-02-01 >0 9/9/9/9/9', '2026-02-01.. >0 8/8/8/8/8']);
  });

  test('know steps of prompt size', () => {
    const list = [
      { match: 'house', input: 1, output: 2 },
      { match: 'house', input: 3, output: 4, tier_start: 100_000 },
    ];
    expect(prices(list, 'house')).toEqual(['.. >0 1/2/1/1/1', '.. >100000 3/4/3/3/3']);
  });

  test('apply to one provider, by glob, first match first', () => {
    const list = [
      { match: 'gpt-*', provider: 'azure', input: 5 },
      { match: 'azure/*', input: 6 },
      { match: '*', input: 7 },
    ];
    expect(prices(list, 'gpt-4o', 'azure')).toEqual(['.. >0 5/5/5/5/5']);
    expect(prices(list, 'o3', 'azure')).toEqual(['.. >0 6/6/6/6/6']);
    expect(prices(list, 'gpt-4o', 'openai')).toEqual(['.. >0 7/7/7/7/7']);
  });

  test('may be litellm’s file: dollars per token, steps and service tiers among them', () => {
    const list = {
      sample_spec: { input_cost_per_token: 0, max_tokens: 'a number' },
      'claude-sonnet-4-5': {
        input_cost_per_token: 3e-6,
        output_cost_per_token: 1.5e-5,
        cache_read_input_token_cost: 3e-7,
        cache_creation_input_token_cost: 3.75e-6,
        cache_creation_input_token_cost_above_1hr: 6e-6,
        input_cost_per_token_above_200k_tokens: 6e-6,
        output_cost_per_token_above_200k_tokens: 2.25e-5,
        max_input_tokens: 200_000,
      },
      'gpt-4.1': {
        input_cost_per_token: 2e-6,
        output_cost_per_token: 8e-6,
        input_cost_per_token_priority: 3.5e-6,
        output_cost_per_token_priority: 1.4e-5,
      },
      'azure/gpt-4.1': { input_cost_per_token: 2.2e-6, output_cost_per_token: 8.8e-6 },
    };
    expect(prices(list, 'claude-sonnet-4-5')).toEqual([
      '.. >0 3/15/0.3/3.75/6',
      '.. >200000 6/22.5/0.3/3.75/6',
    ]);
    expect(prices(list, 'gpt-4.1', 'openai', 'priority')).toEqual(['.. >0 3.5/14/3.5/3.5/3.5']);
    expect(prices(list, 'gpt-4.1', 'openai')).toEqual(['.. >0 2/8/2/2/2']);
    expect(prices(list, 'gpt-4.1', 'azure')).toEqual(['.. >0 2.2/8.8/2.2/2.2/2.2']);
  });
});

describe('a price file that is not understood', () => {
  test.each([
    [
      '[{"match":"x","input":-1}]',
      'house.json[0].input: expected a price of 0 or more, dollars per million tokens',
    ],
    ['[{"match":"x","input":"3"}]', 'house.json[0].input: expected a number, dollars per million tokens'],
    ['[{"match":"x","inputs":3}]', 'house.json[0]: unknown key "inputs"; did you mean "input"?'],
    ['[{"match":"x"}]', 'house.json[0]: expected "input" (dollars per million tokens) or "like" (a model)'],
    ['[{"match":"x","input":1,"from":"soon"}]', 'house.json[0].from: expected a date such as "2026-01-01"'],
    [
      '{"gpt-4o": 3}',
      'house.json: expected a list such as [{"match": "my-proxy-*", "like": "claude-sonnet-4-5"}], or litellm\'s JSON',
    ],
  ])('%s', (text, message) => {
    expect(() => parseOverrides(text, 'house.json')).toThrow(message);
  });

  test('names the place where it stops being JSON', () => {
    expect(() => parseOverrides('[{"match":}]', 'house.json')).toThrow(
      /^house\.json:1:11: no JSON: expected a value/,
    );
  });

  test('does not exist', async () => {
    await expect(readOverrides([{ origin: '--prices', file: 'nowhere/prices.json' }])).rejects.toThrow(
      '--prices: nowhere/prices.json does not exist',
    );
  });

  test('or rules of the config', async () => {
    const rules = { origin: 'llmtrace.json', rules: [{ match: 'x', inptu: 3 }] };
    await expect(readOverrides([rules])).rejects.toThrow(
      'llmtrace.json: prices[0]: unknown key "inptu"; did you mean "input"?',
    );
  });

  test('names a model that nobody knows', () => {
    expect(() => prices([{ match: 'x', like: 'claude-sonet-4' }], 'x')).toThrow(
      '"x" is priced like "claude-sonet-4", whose price is not known either',
    );
  });
});
