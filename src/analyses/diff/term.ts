import type { Column, Row } from '../../report/report.ts';
import { share, usd } from './amount.ts';
import type { Comparison, GroupChange } from './compare.ts';
import { type Bridge, type Term, terms } from './factor.ts';
import { levelsOf } from './level.ts';
import { isComparable } from './total.ts';

/** Whether a term is more than noise. */
export type Verdict = { readonly q: number | null; readonly isSignificant: boolean };

/** Terms below this are too small to be called a change: nano-dollars. */
export type Floor = bigint;

/** A hundredth of what the dearer side costs, unless somebody said how many dollars. */
export function floorOf(comparison: Comparison, minUsd: number | undefined): Floor {
  if (minUsd !== undefined) return BigInt(Math.round(minUsd * 1e9));
  const [before, after] = comparison.cost;
  if (before > after) return before / 100n;
  return after / 100n;
}

/** Of one term over all groups: the best of those of its groups that moved the cost the same way. */
export function verdictOf(comparison: Comparison, term: Term, floor: Floor): Verdict {
  const amount = comparison.bridge[term];
  const isLarge = magnitude(amount) > floor;
  if (term === 'traffic') {
    const { q, isChange } = comparison.tests.traffic;
    return { q, isSignificant: isChange && isLarge };
  }
  const tested = comparison.groups.flatMap(({ group, bridge }) => {
    const found = comparison.tests.groups.get(group)?.get(term);
    return found === undefined || bridge[term] > 0n !== amount > 0n ? [] : [found];
  });
  const known = tested.flatMap(({ q }) => (q === null ? [] : [q]));
  return {
    q: known.length === 0 ? null : Math.min(...known),
    isSignificant: isLarge && tested.some(({ isChange }) => isChange),
  };
}

/** Of one term of one group. */
export function groupVerdict(
  { tests }: Comparison,
  { group, bridge }: GroupChange,
  term: Term,
  floor: Floor,
): Verdict {
  if (term === 'traffic') {
    const { q, isChange } = tests.traffic;
    return { q, isSignificant: isChange && magnitude(bridge.traffic) > floor };
  }
  const found = tests.groups.get(group)?.get(term);
  return {
    q: found?.q ?? null,
    isSignificant: found?.isChange === true && magnitude(bridge[term]) > floor,
  };
}

export const magnitude = (amount: bigint) => (amount < 0n ? -amount : amount);

export const termColumns: readonly Column[] = [
  { key: 'factor', unit: 'text', show: 'always' },
  { key: 'usd', unit: 'usd', show: 'always', signed: true },
  { key: 'share', unit: 'fraction' },
  { key: 'before', unit: 'quantity' },
  { key: 'after', unit: 'quantity' },
  { key: 'significant', unit: 'flag' },
  { key: 'q_value', unit: 'number' },
];

/** All terms, whatever they came to: they add up to the change, and are unknown where that is. `share`: of the change. */
export function termRows(comparison: Comparison, floor: Floor): Row[] {
  const levels = levelsOf(comparison);
  return terms.map((term) => {
    const { q, isSignificant } = verdictOf(comparison, term, floor);
    const amount = comparison.bridge[term];
    return {
      factor: term,
      usd: isComparable(comparison) ? usd(amount) : null,
      share: isComparable(comparison) ? share(amount, comparison.change) : null,
      ...{ before: levels[term][0], after: levels[term][1] },
      ...{ significant: isSignificant && isComparable(comparison), q_value: q },
    };
  });
}

/** The terms of a group as a list, those that did nothing left out. */
export function groupTerms(comparison: Comparison, change: GroupChange, floor: Floor): Row[] {
  return ranked(change.bridge).map((term) => {
    const { q, isSignificant } = groupVerdict(comparison, change, term, floor);
    return { factor: term, usd: usd(change.bridge[term]), significant: isSignificant, q_value: q };
  });
}

/** The terms that moved the cost, the largest first. */
export function ranked(bridge: Bridge): Term[] {
  return terms
    .filter((term) => bridge[term] !== 0n)
    .sort((one, other) => Number(magnitude(bridge[other]) - magnitude(bridge[one])));
}
