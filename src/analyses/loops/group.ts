import type { Cluster } from './cluster.ts';
import { runsOf } from './cycle.ts';
import type { Redundancy } from './redundancy.ts';
import type { Step } from './step.ts';

/** One loop: a tool call over and over, or several that take turns. */
export type Group = {
  readonly clusters: readonly Cluster[];
  readonly steps: readonly Step[];
  readonly redundancies: readonly Redundancy[];
  /** How many different calls make up one round of it. */
  readonly period: number;
  /** Whole rounds. */
  readonly repeats: number;
  /** One round, in order. */
  readonly round: readonly Step[];
};

/**
 * Puts together what goes round together: clusters in whose common sequence a cycle is found, and clusters whose steps strictly
 * alternate whatever stands between them. A round is the same only if each call of it asks the very same.
 */
export function groupsOf(clusters: readonly Cluster[]): Group[] {
  const same = clusters.filter(({ redundancies }) => redundancies.every(({ isExact }) => isExact));
  const joined = new Map(clusters.map((cluster) => [cluster, new Set([cluster])]));
  for (const members of [...cycling(same), ...alternating(same)]) join(joined, members);
  return [...new Set(joined.values())].flatMap((members) => {
    const cycle = cycleOf([...members]);
    return cycle === undefined ? [...members].map(alone) : [cycle];
  });
}

function join(joined: Map<Cluster, Set<Cluster>>, members: readonly Cluster[]): void {
  const all = new Set(members.flatMap((member) => [...(joined.get(member) ?? [])]));
  for (const member of all) joined.set(member, all);
}

/** The steps of the clusters in order, each with the number of its cluster. */
function sequenceOf(clusters: readonly Cluster[]): { step: Step; symbol: number }[] {
  return clusters
    .flatMap(({ steps }, symbol) => steps.map((step) => ({ step, symbol })))
    .sort((one, other) => one.step.place - other.step.place);
}

/** Clusters that have at least half of their steps in one cycle of several calls. */
function cycling(clusters: readonly Cluster[]): Cluster[][] {
  const symbols = sequenceOf(clusters).map(({ symbol }) => symbol);
  const runs = runsOf(symbols).filter(({ period }) => period > 1);
  return runs.map(({ start, length }) => {
    const inside = symbols.slice(start, start + length);
    return clusters.filter(
      ({ steps }, symbol) => 2 * inside.filter((each) => each === symbol).length >= steps.length,
    );
  });
}

/** Pairs of clusters that take turns: between two steps of one there is always one of the other. */
function alternating(clusters: readonly Cluster[]): Cluster[][] {
  return clusters.flatMap((one, index) =>
    clusters
      .slice(index + 1)
      .filter((other) => isAlternating(one, other))
      .map((other) => [one, other]),
  );
}

function isAlternating(one: Cluster, other: Cluster): boolean {
  if (Math.abs(one.steps.length - other.steps.length) > 1) return false;
  const symbols = sequenceOf([one, other]).map(({ symbol }) => symbol);
  return symbols.every((symbol, place) => place === 0 || symbol !== symbols[place - 1]);
}

/** Undefined for a single cluster, and when most of the steps go round in no cycle together. */
function cycleOf(clusters: readonly Cluster[]): Group | undefined {
  if (clusters.length === 1) return undefined;
  const sequence = sequenceOf(clusters);
  const [run] = runsOf(sequence.map(({ symbol }) => symbol)).toSorted(
    (one, other) => other.length - one.length,
  );
  if (run === undefined || 2 * run.length < sequence.length) return undefined;
  return {
    clusters,
    steps: sequence.map(({ step }) => step),
    redundancies: clusters.flatMap(({ redundancies }) => redundancies),
    period: run.period,
    repeats: Math.floor(run.length / run.period),
    round: sequence.slice(run.start, run.start + run.period).map(({ step }) => step),
  };
}

function alone(cluster: Cluster): Group {
  const { steps, redundancies } = cluster;
  return {
    clusters: [cluster],
    steps,
    redundancies,
    period: 1,
    repeats: steps.length,
    round: steps.slice(0, 1),
  };
}

/**
 * What is no loop by itself, but adds up: a call that directly follows the same call, and whatever else of the thread was in
 * vain. Undefined where no call was repeated at once.
 */
export function scattered(groups: readonly Group[]): Group | undefined {
  const clusters = groups.flatMap((group) => group.clusters);
  const redundancies = clusters.flatMap((cluster) => cluster.redundancies);
  const direct = redundancies.find(
    ({ isExact, weight, earlier, later }) => isExact && weight >= 0.9 && later.place - earlier.place === 1,
  );
  if (direct === undefined) return undefined;
  const steps = sequenceOf(clusters).map(({ step }) => step);
  return { clusters, steps, redundancies, period: 1, repeats: 2, round: [direct.earlier] };
}
