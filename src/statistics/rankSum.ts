import { twoSided } from './normal.ts';

/** What the Mann-Whitney test needs to know of two samples, ranked together, equal values with their mean rank. */
export type Ranked = {
  readonly before: number;
  readonly after: number;
  /** The sum of the ranks of `after`, from 1. */
  readonly rankSum: number;
  /** Σ (t³ − t) over groups of t equal values. */
  readonly ties: number;
};

export type RankTest = {
  /** Two-sided. */
  readonly p: number;
  /** The chance that a value of `after` is larger than one of `before`, ties halved: 0.5 is no difference. */
  readonly superiority: number;
};

/** Below so many values a side a test says nothing, as in benchstat. */
export const fewest = 6;

/** So many values in all are tested exactly where no two are equal. */
const small = 40;

/** Mann and Whitney's test, as benchstat uses it: exact for small samples without ties, else normal with both corrections. */
export function rankTest({ before, after, rankSum, ties }: Ranked): RankTest {
  const pairs = before * after;
  const wins = rankSum - (after * (after + 1)) / 2;
  const superiority = pairs === 0 ? 0.5 : wins / pairs;
  if (ties === 0 && before + after <= small) return { p: exactly(wins, before, after), superiority };
  const all = before + after;
  const variance = (pairs / 12) * (all + 1 - ties / (all * (all - 1)));
  if (!(variance > 0)) return { p: 1, superiority };
  const distance = Math.max(0, Math.abs(wins - pairs / 2) - 0.5);
  return { p: twoSided(distance / Math.sqrt(variance)), superiority };
}

/** The same from the values themselves. */
export function rankTestOf(before: readonly number[], after: readonly number[]): RankTest {
  return rankTest(ranked(before, after));
}

function ranked(before: readonly number[], after: readonly number[]): Ranked {
  const all = [
    ...before.map((value) => ({ value, isAfter: false })),
    ...after.map((value) => ({ value, isAfter: true })),
  ].sort((one, other) => one.value - other.value);
  let [rankSum, ties] = [0, 0];
  for (let first = 0; first < all.length; ) {
    let end = first + 1;
    while (end < all.length && all[end]?.value === all[first]?.value) end += 1;
    const equal = all.slice(first, end);
    rankSum += ((first + 1 + end) / 2) * equal.filter(({ isAfter }) => isAfter).length;
    ties += equal.length ** 3 - equal.length;
    first = end;
  }
  return { before: before.length, after: after.length, rankSum, ties };
}

/** Twice the chance of so few wins, or so many, by counting orders: ways(wins) over (one, other) values. */
function exactly(wins: number, one: number, other: number): number {
  if (one === 0 || other === 0) return 1;
  const ways = waysOf(one, other);
  const total = ways.reduce((sum, count) => sum + count, 0);
  const least = Math.min(wins, one * other - wins);
  const tail = ways.slice(0, Math.floor(least) + 1).reduce((sum, count) => sum + count, 0);
  return Math.min(1, (2 * tail) / total);
}

/** How many orders of `one` and `other` distinct values have 0, 1, 2 … wins: the coefficients of a Gaussian binomial. */
function waysOf(one: number, other: number): number[] {
  let ways = [1, ...Array.from({ length: one * other }, () => 0)];
  for (let step = 1; step <= other; step += 1) {
    ways = timesOneMinus(ways, one + step);
    ways = overOneMinus(ways, step);
  }
  return ways;
}

/** × (1 − xᵖ) */
function timesOneMinus(polynomial: readonly number[], power: number): number[] {
  return polynomial.map((coefficient, place) => coefficient - (polynomial[place - power] ?? 0));
}

/** ÷ (1 − xᵖ) */
function overOneMinus(polynomial: readonly number[], power: number): number[] {
  const quotient: number[] = [];
  for (const [place, coefficient] of polynomial.entries())
    quotient.push(coefficient + (quotient[place - power] ?? 0));
  return quotient;
}
