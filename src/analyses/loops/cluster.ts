import type { Redundancy } from './redundancy.ts';
import type { Step } from './step.ts';

/** Steps of a thread that do the same, in order, and why each but the first was in vain. */
export type Cluster = { readonly steps: readonly Step[]; readonly redundancies: readonly Redundancy[] };

/** Joins what repeats each other, also by way of others. In the order of their first steps. */
export function clustersOf(redundancies: readonly Redundancy[]): Cluster[] {
  const parents = new Map<Step, Step>();
  const rootOf = (step: Step): Step => {
    let root = step;
    for (let above = parents.get(root); above !== undefined; above = parents.get(root)) root = above;
    return root;
  };
  for (const { earlier, later } of redundancies) {
    const [root, other] = [rootOf(earlier), rootOf(later)];
    if (root !== other) parents.set(other, root);
  }
  const clusters = new Map<Step, { steps: Set<Step>; redundancies: Redundancy[] }>();
  for (const redundancy of redundancies) {
    const root = rootOf(redundancy.later);
    const cluster = clusters.get(root) ?? { steps: new Set(), redundancies: [] };
    clusters.set(root, cluster);
    cluster.steps.add(redundancy.earlier).add(redundancy.later);
    cluster.redundancies.push(redundancy);
  }
  return [...clusters.values()]
    .map(({ steps, redundancies: found }) => ({ steps: inOrder(steps), redundancies: found }))
    .sort((one, other) => firstPlace(one) - firstPlace(other));
}

const inOrder = (steps: Iterable<Step>) => [...steps].sort((one, other) => one.place - other.place);

const firstPlace = ({ steps }: Cluster) => steps[0]?.place ?? 0;
