import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bootstrap } from '../src/statistics/bootstrap.ts';
import { seeded } from '../src/statistics/chance.ts';
import { countTest } from '../src/statistics/countTest.ts';
import { qValues } from '../src/statistics/falseDiscovery.ts';
import { twoSided } from '../src/statistics/normal.ts';
import { rankTest, rankTestOf } from '../src/statistics/rankSum.ts';
import { shapley } from '../src/statistics/shapley.ts';

test('the normal distribution has its well-known tails', () => {
  expect(twoSided(0)).toBeCloseTo(1, 6);
  expect(twoSided(1.959964)).toBeCloseTo(0.05, 6);
  expect(twoSided(-2.575829)).toBeCloseTo(0.01, 6);
  expect(twoSided(6)).toBeCloseTo(1.973e-9, 11);
});

describe('the rank sum test', () => {
  test('is exact for small samples without ties: 2 of 924 orders are so extreme', () => {
    const found = rankTestOf([1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12]);
    expect(found.p).toBeCloseTo(2 / 924, 12);
    expect(found.superiority).toBe(1);
  });

  // R: wilcox.test(c(1.1, 3.2, 2.5, 5.0), c(2.0, 4.1, 6.3, 7.7, 8.0)), W = 4
  test('agrees with R', () => {
    expect(rankTestOf([1.1, 3.2, 2.5, 5.0], [2.0, 4.1, 6.3, 7.7, 8.0]).p).toBeCloseTo(0.1904762, 6);
  });

  // By hand: 2 + 2 ties of 10 values: variance 25/12 × (11 − 12/90), |wins − 12.5| − 0.5 = 9.5
  test('corrects for ties and for continuity', () => {
    const { p, superiority } = rankTestOf([1, 2, 2, 3, 4], [4, 5, 6, 7, 8]);
    expect(superiority).toBe(24.5 / 25);
    expect(p).toBeCloseTo(twoSided(11.5 / Math.sqrt((25 / 12) * (11 - 12 / 90))), 12);
  });

  test('sees nothing in samples that are the same', () => {
    expect(rankTestOf([0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0])).toEqual({ p: 1, superiority: 0.5 });
    expect(rankTest({ before: 0, after: 5, rankSum: 15, ties: 0 })).toEqual({ p: 1, superiority: 0.5 });
  });

  test('does not care which side is called before', () => {
    const values = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 6, maxLength: 30 });
    fc.assert(
      fc.property(values, values, (before, after) => {
        const [there, back] = [rankTestOf(before, after), rankTestOf(after, before)];
        expect(back.p).toBeCloseTo(there.p, 9);
        expect(back.superiority).toBeCloseTo(1 - there.superiority, 9);
      }),
    );
  });

  test('raises one false alarm in twenty, with and without ties', () => {
    const random = seeded(7);
    const alarms = (draw: () => number) => {
      const sample = () => Array.from({ length: 30 }, draw);
      return Array.from({ length: 1000 }).filter(() => rankTestOf(sample(), sample()).p < 0.05).length / 1000;
    };
    expect(alarms(random)).toBeLessThan(0.07);
    expect(alarms(() => Math.floor(random() * 5))).toBeLessThan(0.07);
    expect(alarms(random)).toBeGreaterThan(0.03);
  });
});

// Benjamini and Hochberg's own way: p × m / rank, from the largest down never rising.
test('q-values are those of Benjamini and Hochberg; what was not tested does not count', () => {
  expect(qValues([0.01, null, 0.04, 0.03, 0.2])).toEqual([0.04, null, (0.04 * 4) / 3, (0.04 * 4) / 3, 0.2]);
  expect(qValues([])).toEqual([]);
});

describe('Shapley values', () => {
  test('of a product of two: each gets half of what both did together', () => {
    const [before, after] = [
      [2, 10],
      [3, 14],
    ];
    const value = (mask: number) =>
      [0, 1].reduce((product, at) => product * Number((mask & (1 << at) ? after : before)?.[at]), 1);
    expect(shapley(2, value)).toEqual([12, 10]);
  });

  test('add up to the change, whatever the value does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 32, maxLength: 32 }),
        (v) => {
          const sum = shapley(5, (mask) => v[mask] ?? 0).reduce((total, part) => total + part, 0);
          expect(sum).toBeCloseTo((v[31] ?? 0) - (v[0] ?? 0), 6);
        },
      ),
    );
  });
});

describe('the bootstrap', () => {
  const random = seeded(3);
  const costs = Array.from({ length: 400 }, () => random());
  const total = (times: Uint8Array) => costs.reduce((sum, cost, unit) => sum + cost * (times[unit] ?? 0), 0);

  // The sum of n draws of a uniform number, n itself Poisson: variance n × E(x²) = 400 / 3.
  test('gives the interval that theory gives, the same every time', () => {
    const found = bootstrap(costs.length, 1, total);
    expect(found).toEqual(bootstrap(costs.length, 1, total));
    expect(Number(found?.high) - Number(found?.low)).toBeCloseTo(2 * 1.96 * Math.sqrt(400 / 3), -1);
  });

  test('says nothing about what is no number', () => {
    expect(bootstrap(2, 1, () => Number.NaN)).toBeUndefined();
  });
});

test('counts differ when they differ by more than chance and ten percent', () => {
  expect(countTest(299, 299)).toBe(1);
  expect(countTest(300, 330)).toBeGreaterThan(0.3);
  expect(countTest(300, 600)).toBeLessThan(0.001);
  expect(countTest(100, 700, 7)).toBe(1);
  expect(countTest(0, 0)).toBe(1);
});
