import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Both, bridgeOf, costOf, type Whole } from '../src/analyses/diff/bridge.ts';
import { type Cell, cellOf, type Pair } from '../src/analyses/diff/cell.ts';
import { type Bridge, type Term, terms } from '../src/analyses/diff/factor.ts';

/** The bridge from one cost to another, apart from any log. */

type Usage = {
  readonly calls: number;
  readonly uncached?: number;
  readonly read?: number;
  readonly output?: number;
  /** Dollars per million tokens: input, cache read, output. */
  readonly prices?: readonly [number, number, number];
};

/** A cell whose cost is that of its tokens. */
function cell({ calls, uncached = 0, read = 0, output = 0, prices = [3, 0.3, 15] }: Usage): Cell {
  const pico = [uncached, read, output].map((tokens, at) => tokens * Number(prices[at]) * 1e6);
  const cost = BigInt(Math.round(pico.reduce((sum, part) => sum + part, 0)));
  const decimal = `${cost / 10n ** 12n}.${String(cost % 10n ** 12n).padStart(12, '0')}`;
  return cellOf({
    ...{ calls, traces: calls, cost_usd: decimal, uncached_tokens: uncached, read_tokens: read },
    ...{ output_tokens: output, uncached_pico: pico[0] ?? null, read_pico: pico[1] ?? null },
    ...{ output_pico: pico[2] ?? null, request_pico: null },
  });
}

const plain: Both<Whole> = [
  { traces: 10, per: 1 },
  { traces: 10, per: 1 },
];
const usual = { calls: 20, uncached: 20_000, output: 2000 };
const pair = (before: Usage | undefined, after: Usage | undefined, model = 'm'): Pair => ({
  model,
  before: before && cell(before),
  after: after && cell(after),
});
const said = (bridge: Bridge) =>
  Object.fromEntries(
    terms.filter((term) => bridge[term] !== 0n).map((term) => [term, Number(bridge[term]) / 1e9]),
  );

// 20,000 tokens at $3 and 2,000 at $15 a million: $0.09.
describe('a single cause takes the whole change', () => {
  test.each([
    [
      'traffic',
      plain[0],
      { traces: 20, per: 1 },
      { ...usual, calls: 40, uncached: 40_000, output: 4000 },
      0.09,
    ],
    ['calls_per_trace', plain[0], plain[1], { calls: 40, uncached: 40_000, output: 4000 }, 0.09],
    ['prompt_size', plain[0], plain[1], { ...usual, uncached: 30_000 }, 0.03],
    ['cache_mix', plain[0], plain[1], { ...usual, uncached: 5000, read: 15_000 }, -0.0405],
    ['output_size', plain[0], plain[1], { ...usual, output: 3000 }, 0.015],
    ['unit_price', plain[0], plain[1], { ...usual, prices: [6, 0.6, 30] }, 0.09],
  ] as const)('%s', (term, before, after, usage, usd) => {
    const found = said(bridgeOf([pair(usual, usage)], [before, after]));
    expect(Object.keys(found)).toEqual([term]);
    expect(found[term]).toBeCloseTo(usd, 9);
  });

  test('model_mix: half the calls go to a model of twice the price', () => {
    const half = { calls: 10, uncached: 10_000, output: 1000 };
    const bridge = bridgeOf(
      [pair(usual, half), pair(undefined, { ...half, prices: [6, 0.6, 30] }, 'dear')],
      plain,
    );
    expect(said(bridge)).toEqual({ model_mix: 0.045 });
  });

  test('a group of one side is new, or vanished, as a whole', () => {
    expect(said(bridgeOf([pair(undefined, usual)], plain))).toEqual({ new_spans: 0.09 });
    expect(said(bridgeOf([pair(usual, undefined)], plain))).toEqual({ vanished_spans: -0.09 });
    expect(said(bridgeOf([pair(usual, usual)], plain))).toEqual({});
  });

  // Twice the traces of twice the calls: $0.09 → $0.36; each alone is +0.09, both together +0.09 more, halved.
  test('two causes share what they do together', () => {
    const after = { calls: 80, uncached: 80_000, output: 8000 };
    const found = bridgeOf(
      [pair(usual, after)],
      [
        { traces: 10, per: 1 },
        { traces: 20, per: 1 },
      ],
    );
    expect(said(found)).toEqual({ traffic: 0.135, calls_per_trace: 0.135 });
  });

  test('per day, per trace', () => {
    const twice = { calls: 40, uncached: 40_000, output: 4000 };
    const days: Both<Whole> = [
      { traces: 10, per: 1 },
      { traces: 20, per: 2 },
    ];
    expect(said(bridgeOf([pair(usual, twice)], days))).toEqual({});
    const each: Both<Whole> = [
      { traces: 10, per: 10 },
      { traces: 20, per: 20 },
    ];
    expect(said(bridgeOf([pair(usual, { ...twice, output: 8000 })], each))).toEqual({ output_size: 0.003 });
  });
});

const tokens = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 300_000 }));
const rates = fc.tuple(
  fc.constantFrom(0, 0.15, 1, 3, 15),
  fc.constantFrom(0, 0.1, 0.3),
  fc.constantFrom(0, 0.6, 5, 15, 75),
);
const usage: fc.Arbitrary<Usage> = fc.record({
  calls: fc.integer({ min: 1, max: 500 }),
  uncached: tokens,
  read: tokens,
  output: tokens,
  prices: rates,
});
const maybe = fc.option(usage, { nil: undefined });
const whole: fc.Arbitrary<Whole> = fc.record({
  traces: fc.integer({ min: 1, max: 1000 }),
  per: fc.constantFrom(1, 1, 7, 3.208333),
});
const group = fc
  .array(fc.tuple(maybe, maybe), { minLength: 1, maxLength: 4 })
  .map((sides) => sides.map(([before, after], at) => pair(before, after, `model-${at}`)))
  .filter((pairs) => pairs.some(({ before, after }) => before !== undefined || after !== undefined));

describe('1,000 random pairs of windows: zeros, new and vanished groups, models of one side', () => {
  const mirrored: Partial<Record<Term, Term>> = { new_spans: 'vanished_spans', vanished_spans: 'new_spans' };

  test('terms add up to the change, swapping the sides negates each, and order does not matter', () => {
    fc.assert(
      fc.property(group, whole, whole, (pairs, first, second) => {
        const bridge = bridgeOf(pairs, [first, second]);
        const change = costOf(pairs, 'after', second) - costOf(pairs, 'before', first);
        expect(terms.reduce((sum, term) => sum + bridge[term], 0n)).toBe(change);
        const swapped = pairs.map(({ model, before, after }) => ({ model, before: after, after: before }));
        const back = bridgeOf(swapped, [second, first]);
        for (const term of terms) expect(back[mirrored[term] ?? term]).toBe(-bridge[term]);
        const reversed = bridgeOf([...pairs].reverse(), [first, second]);
        // Sums of floats in another order: a nano-dollar at most for each model.
        for (const term of terms) expect(Number(reversed[term] - bridge[term])).toBeCloseTo(0, -1);
      }),
      { numRuns: 1000 },
    );
  });

  test('equal sides have no terms', () => {
    fc.assert(
      fc.property(group, whole, (pairs, side) => {
        const same = pairs.map(({ model, before, after }) => ({
          model,
          before: before ?? after,
          after: before ?? after,
        }));
        expect(said(bridgeOf(same, [side, side]))).toEqual({});
      }),
    );
  });
});
