import type { Limit } from './limit.ts';
import type { Measured } from './measured.ts';
import { increaseOverSample } from './sampleIncrease.ts';
import type { Judging } from './waste.ts';
import { increaseOverWindow } from './windowIncrease.ts';

/** `isChance`: no more than chance explains. */
export type Increase = Measured & { readonly isChance: boolean };

/**
 * How much more a trace costs than in another window or in a saved baseline, as a share of that. It is no more than chance
 * unless `diff` would call it a change: the interval of the cost of a trace lies above 0, or the factors that are more than noise
 * come to more than the limit by themselves.
 * @param against `prev`, a window, or the path of a baseline (ending in `.json`)
 */
export function measureIncrease(
  judging: Judging,
  against: string,
  limit: Limit,
  now: string,
): Promise<Increase> {
  const over = /\.json$/i.test(against) ? increaseOverSample : increaseOverWindow;
  return over(judging, against, limit, now);
}
