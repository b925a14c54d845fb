import type { Quantity, Sentence } from '../../report/report.ts';
import { usd } from './amount.ts';
import { type Cell, merged } from './cell.ts';
import type { Comparison, GroupChange } from './compare.ts';
import type { Facts } from './fact.ts';
import type { Factor, Term } from './factor.ts';
import { nameOf } from './group.ts';
import { magnitude } from './term.ts';

export const rose = ({ comparison }: Facts, term: Term): boolean => comparison.bridge[term] > 0n;

/** ` (+$2.81)` at the end of a clause. */
export function amount(nano: bigint): Sentence {
  return [' (', { value: usd(nano), unit: 'usd', signed: true }, ')'];
}

/** `74.8% → 10.9%` */
export function change(before: number | null, after: number | null, unit: Quantity['unit']): Sentence {
  const quantity = (value: number | null): Quantity => ({
    value: value !== null && unit === 'tokens' ? Math.round(value) : value,
    unit,
  });
  return [quantity(before), ' → ', quantity(after)];
}

export function nameOfGroup(group: GroupChange | undefined): string {
  return (group && nameOf(group.group.keys)) ?? 'calls';
}

/** All models of a group together, on one side. */
export function summed(group: GroupChange | undefined, side: 'before' | 'after'): Cell | undefined {
  return group?.group.pairs.map((pair) => pair[side]).reduce(merged, undefined);
}

/** The group in which a factor moved the cost most, the way that it did in all. */
export function leading({ groups, bridge }: Comparison, factor: Factor): GroupChange | undefined {
  const along = groups.filter((group) => group.bridge[factor] > 0n === bridge[factor] > 0n);
  const size = (group: GroupChange) => magnitude(group.bridge[factor]);
  return along.sort((one, other) => Number(size(other) - size(one)))[0];
}
