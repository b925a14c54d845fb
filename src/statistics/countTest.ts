import { twoSided } from './normal.ts';

/** Counts of independent events vary by more than chance: so much of the mean. */
const overdispersion = 0.1;

/**
 * The chance (two-sided) that two counts differ so much though events are as frequent as before: Poisson with 10 % of the
 * mean on top. `ratio`: how much longer the time of the second count was.
 */
export function countTest(before: number, after: number, ratio = 1): number {
  const rate = (before + after) / (1 + ratio);
  const variance = rate * ratio * (1 + ratio) + 2 * (overdispersion * rate * ratio) ** 2;
  return variance === 0 ? 1 : twoSided((after - before * ratio) / Math.sqrt(variance));
}
