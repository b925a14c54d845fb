import type { Column, Row, Sentence } from '../../report/report.ts';
import { concentrated } from './concentration.ts';
import type { Facts } from './fact.ts';
import { symptoms } from './symptom.ts';
import { magnitude, ranked, verdictOf } from './term.ts';

/** A likely cause, with what it moved: nano-dollars. */
export type Cause = {
  readonly symptom: string;
  readonly evidence: Sentence;
  /** The command to run next. */
  readonly see: string;
  readonly usd: bigint;
};

/** A reader takes in so many. */
const mostCauses = 6;

export const causeColumns: readonly Column[] = [
  { key: 'symptom', unit: 'text', show: 'always', wraps: true },
  { key: 'evidence', unit: 'sentence', show: 'always', wraps: true },
  { key: 'see', unit: 'text', show: 'always', wraps: true },
];

/** What explains the change, what moved the cost most first: terms that are more than noise, single users, single traces. */
export function causesOf(facts: Facts): Cause[] {
  const { comparison, floor } = facts;
  const found = ranked(comparison.bridge)
    .filter((term) => verdictOf(comparison, term, floor).isSignificant)
    .map((term) => symptoms[term](facts));
  return [...found, ...concentrated(facts)]
    .filter(({ usd }) => comparison.change === 0n || usd > 0n === comparison.change > 0n)
    .sort((one, other) => Number(magnitude(other.usd) - magnitude(one.usd)))
    .slice(0, mostCauses);
}

export function causeRow({ symptom, evidence, see }: Cause): Row {
  return { symptom, evidence, see };
}
