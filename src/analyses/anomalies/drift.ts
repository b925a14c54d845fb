import type { Change, Hour } from './change.ts';

/** A change of less than a day and a half is a shift: of so little time no trend can be told. */
const shortestDrift = 36;

/** A rising line has one more choice than a step, so it has to fit better by this much. */
const leastGain = 0.1;

/**
 * Did the level move in one step (shift), or did it rise all along (drift)? Whichever fits the hours better, from as long before
 * the change as it lasts: a change is found where it is halfway, which a steady rise reaches in the middle. A drift began where
 * the line that fits best leaves the level before it.
 */
export function shapeOf(change: Change, hours: readonly Hour[]): { kind: 'shift' | 'drift'; from: number } {
  const { from, until, change: what } = change;
  const length = until - from;
  if (what === 'traffic' || length < shortestDrift) return { kind: 'shift', from };
  const levels = hours
    .filter(({ at, positive }) => at >= from - length && at < until && positive > 0)
    .map(({ at, positive, logSum }) => ({ at, weight: positive, level: Math.exp(logSum / positive) }));
  const step = misfit(levels, (at) => (at < from ? 0 : 1));
  // A line may begin in any hour, as long before the change as that lasts.
  const lines = Array.from({ length }, (_, earlier) => {
    const start = from - earlier;
    return { start, left: misfit(levels, (at) => Math.max(0, at - start)) };
  });
  const [line] = lines.sort((one, other) => one.left - other.left || other.start - one.start);
  const isLine = line !== undefined && line.left < (1 - leastGain) * step;
  return isLine ? { kind: 'drift', from: line.start } : { kind: 'shift', from };
}

/** The geometric mean of an hour: no single call moves it, and no cut flattens a rise. */
type Level = { readonly at: number; readonly weight: number; readonly level: number };

/** The squares that are left over when a rise of this shape, from and to whatever level, is taken off: a weighted regression. */
function misfit(levels: readonly Level[], shape: (at: number) => number): number {
  let [all, sum, squares, rise, product, rises] = [0, 0, 0, 0, 0, 0];
  for (const { at, weight, level } of levels) {
    const size = shape(at);
    all += weight;
    sum += weight * level;
    squares += weight * level ** 2;
    rise += weight * size;
    rises += weight * size ** 2;
    product += weight * size * level;
  }
  const [spread, shared] = [rises - rise ** 2 / all, product - (rise * sum) / all];
  const total = squares - sum ** 2 / all;
  return spread > 0 ? total - shared ** 2 / spread : total;
}
