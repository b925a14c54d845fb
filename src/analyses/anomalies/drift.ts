import type { Change, Hour } from './change.ts';

/** A change of less than a day and a half is a shift: of so little time no trend can be told. */
const shortestDrift = 36;

/** A rising line has one more choice than a step, so it has to fit better by this much. */
const leastGain = 0.1;

/** Where a line may begin, in parts of the length of the change. */
const parts = 8;

/**
 * Did the level move in one step (shift), or did it rise all along (drift)? Whichever fits the hours better, from as long before
 * the change as it lasts: a change is found where it is halfway, which a steady rise reaches in the middle. A drift began where
 * the line that fits best leaves the usual level.
 */
export function shapeOf(change: Change, hours: readonly Hour[]): { kind: 'shift' | 'drift'; from: number } {
  const { from, until, usual, change: what } = change;
  const length = until - from;
  if (what === 'traffic' || length < shortestDrift) return { kind: 'shift', from };
  const levels = hours
    .filter(({ at, items }) => at >= from - length && at < until && items > 0)
    .map(({ at, items, sum }) => ({ at, items, rise: sum / items / usual - 1 }));
  const step = misfit(levels, (at) => (at < from ? 0 : 1));
  const lines = Array.from({ length: parts + 1 }, (_, part) => {
    const start = Math.round(from - (length * part) / parts);
    return { start, left: misfit(levels, (at) => Math.max(0, at - start)) };
  });
  const [line] = lines.sort((one, other) => one.left - other.left || other.start - one.start);
  const isLine = line !== undefined && line.left < (1 - leastGain) * step;
  return isLine ? { kind: 'drift', from: line.start } : { kind: 'shift', from };
}

type Level = { readonly at: number; readonly items: number; readonly rise: number };

/** The squares that are left over when a rise of this shape, of whatever height, is taken off. */
function misfit(levels: readonly Level[], shape: (at: number) => number): number {
  const sum = (of: (level: Level) => number) =>
    levels.reduce((total, level) => total + level.items * of(level), 0);
  const squares = sum(({ at }) => shape(at) ** 2);
  const height = squares === 0 ? 0 : sum(({ at, rise }) => rise * shape(at)) / squares;
  return sum(({ at, rise }) => (rise - height * shape(at)) ** 2);
}
