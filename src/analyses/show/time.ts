import type { Tree } from './tree.ts';

/** When a span ran, in whole microseconds since the epoch. */
export type Extent = { readonly start: number; readonly end: number };

/** By place of the span; undefined where the log does not say when it ran, or how long. */
export type Extents = readonly (Extent | undefined)[];

/** How long at least one of them ran, within some bounds: what overlaps counts once. */
export function covered(extents: readonly Extent[], within: Extent): number {
  let [sum, reached] = [0, within.start];
  for (const { start, end } of extents.toSorted((one, other) => one.start - other.start)) {
    const from = Math.max(start, reached);
    const to = Math.min(end, within.end);
    if (to > from) [sum, reached] = [sum + to - from, to];
  }
  return sum;
}

/** From the first start to the last end. */
export function whole(extents: Extents): Extent | undefined {
  let [start, end] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const extent of extents) {
    if (extent === undefined) continue;
    [start, end] = [Math.min(start, extent.start), Math.max(end, extent.end)];
  }
  return start <= end ? { start, end } : undefined;
}

/** Microseconds that each span ran while none of its children did. */
export function selfTimes(tree: Tree, extents: Extents): (number | undefined)[] {
  return extents.map((extent, place) => {
    if (extent === undefined) return undefined;
    const children = known((tree.children[place] ?? []).map((child) => extents[child]));
    return extent.end - extent.start - covered(children, extent);
  });
}

/** Logs round to milliseconds: a call that seems to begin up to so many microseconds before the last one ended came after it. */
const rounding = 1000;

/**
 * The chain of spans that made the trace take as long as it did, with the microseconds that each held it up itself: from
 * the end backwards, always through the child that finished last before the one already found began. Of one root they add
 * up to its latency; of several, what is missing passed in no span at all.
 */
export function criticalPath(tree: Tree, extents: Extents): ReadonlyMap<number, number> {
  const held = new Map<number, number>();
  const bounds = whole(extents);
  if (bounds === undefined) return held;
  const open = stepsBack(tree.roots, extents, bounds).steps;
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    const { steps, own } = stepsBack(tree.children[step.place] ?? [], extents, step);
    held.set(step.place, own);
    for (const inner of steps) open.push(inner);
  }
  return held;
}

type Step = Extent & { readonly place: number };

/** Which of some children held their parent up, and for how long it went on without any. */
function stepsBack(
  children: readonly number[],
  extents: Extents,
  within: Extent,
): { steps: Step[]; own: number } {
  const steps: Step[] = [];
  let [until, own] = [within.end, 0];
  for (const { place, start, end } of lastFirst(children, extents)) {
    // The first may outlast its parent, which did not wait for the rest of it.
    const isBefore = steps.length === 0 || end <= until + rounding;
    if (!isBefore || start >= until || end <= within.start) continue;
    const step = { place, start: Math.max(start, within.start), end: Math.min(end, until) };
    steps.push(step);
    own += until - step.end;
    until = step.start;
  }
  return { steps, own: own + until - within.start };
}

function lastFirst(children: readonly number[], extents: Extents): Step[] {
  const steps = children.flatMap((place) => {
    const extent = extents[place];
    return extent === undefined ? [] : [{ place, ...extent }];
  });
  return steps.sort((one, other) => other.end - one.end || other.start - one.start);
}

function known(extents: Extents): Extent[] {
  return extents.filter((extent) => extent !== undefined);
}
