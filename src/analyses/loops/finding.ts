import type { Cluster } from './cluster.ts';
import { type Group, groupsOf, scattered } from './group.ts';
import type { Redundancy, Sort } from './redundancy.ts';
import type { Thread } from './step.ts';

export type Kind = 'repeat' | 'retry' | 'similar' | 'cycle' | 'monologue' | 'growth';
export type Tier = 'confirmed' | 'suspected';

/** A loop of one thread, before its cost. */
export type Finding = {
  readonly thread: Thread;
  readonly group: Group;
  readonly tier: Tier;
  readonly kind: Kind;
  /** How strongly it looks like one: redundant calls, each by its weight and by how soon it came again. */
  readonly score: number;
  /** It is no single loop: calls here and there in the run were in vain. */
  readonly isScattered: boolean;
};

/** Three calls that are equal in what they ask and in what comes of it, give or take. */
const confirmedFrom = 1.5;
const suspectedFrom = 1;
/** What was not asked twice in the same words counts less: variation is what work looks like. */
const variedShare = 2 / 3;

/** The loops that the clusters of a thread make up. */
export function findingsOf(thread: Thread, clusters: readonly Cluster[]): Finding[] {
  const groups = groupsOf(clusters);
  const findings = groups.flatMap((group) => findingOf(thread, group) ?? []);
  const found = new Set(findings.map(({ group }) => group));
  const rest = scattered(groups.filter((group) => !found.has(group)));
  const last = rest === undefined ? undefined : findingOf(thread, rest);
  return last === undefined ? findings : [...findings, { ...last, isScattered: true }];
}

/** Undefined for what may well be work. */
function findingOf(thread: Thread, group: Group): Finding | undefined {
  const evidence = evidenceIn(group.period);
  const score = total(group.redundancies, evidence);
  if (score < suspectedFrom || group.redundancies.length < 2) return undefined;
  const exact = group.clusters.map(({ redundancies }) => redundancies.filter(({ isExact }) => isExact));
  // That several calls come back in the same order is no chance, whatever stands between them.
  const strength = group.period > 1 ? weightOf : evidence;
  const hard = Math.max(...exact.map((redundancies) => total(redundancies, strength)));
  return {
    ...{ thread, group, score, isScattered: false },
    tier: hard >= confirmedFrom ? 'confirmed' : 'suspected',
    kind: group.period > 1 ? 'cycle' : mainSort(group),
  };
}

/**
 * A call that comes back at once, or when its round is over, counts in full; each round's worth of other calls in between
 * halves it, for it may be needed again. Not below a fifth where it is known to have brought the very same.
 */
function evidenceIn(period: number): (redundancy: Redundancy) => number {
  return ({ earlier, later, weight, isExact, sort }) => {
    const least = sort === 'repeat' && weight === 1 ? 0.2 : 0;
    const nearness = Math.min(1, Math.max(least, 2 ** (1 - (later.place - earlier.place) / period)));
    return weight * (isExact ? 1 : variedShare) * nearness;
  };
}

const weightOf = ({ weight }: Redundancy) => weight;

function total(redundancies: readonly Redundancy[], weigh: (redundancy: Redundancy) => number): number {
  return redundancies.reduce((sum, redundancy) => sum + weigh(redundancy), 0);
}

function mainSort({ redundancies }: Group): Kind {
  const sorts = ['repeat', 'retry', 'similar'] as const;
  const ofSort = (asked: Sort) => total(redundancies, ({ sort, weight }) => (sort === asked ? weight : 0));
  return sorts.reduce((best, sort) => (ofSort(sort) > ofSort(best) ? sort : best));
}
