import { differenceOf, likeness, rewordingOf } from './asked.ts';
import { isSame, novelty } from './outcome.ts';
import type { Step } from './step.ts';

/** A call that looks back further has forgotten: twice the longest cycle that is looked for, so that as many other calls may stand between. */
export const reach = 16;

/** Why a call was in vain: it asked the same again, failed again, asked in other words, or brought nothing new. */
export type Sort = 'repeat' | 'retry' | 'similar' | 'stale';

/** One call that an earlier one had made unnecessary; `weight` from 0 to 1: how much of it was in vain. */
export type Redundancy = {
  readonly earlier: Step;
  readonly later: Step;
  readonly sort: Sort;
  /** It asks the very same, not nearly the same. */
  readonly isExact: boolean;
  readonly weight: number;
};

/** What is less redundant than that may be a poll, or a check after a change. */
const least = 0.3;

/**
 * For each step the earlier one of the same tool that makes it most redundant, where one does. Calls of one turn of the model
 * are made at the same time and repeat nothing.
 */
export function redundancies(steps: readonly Step[]): Redundancy[] {
  return steps.flatMap((later, index) => {
    let best: Redundancy | undefined;
    for (let before = index - 1; before >= 0 && best?.weight !== 1; before -= 1) {
      const earlier = steps[before];
      if (earlier === undefined || later.place - earlier.place > reach) break;
      if (earlier.tool !== later.tool || isOneTurn(earlier, later)) continue;
      best = greater(best, compared(earlier, later, later.changesBefore !== earlier.changes));
    }
    return best === undefined || best.weight < least ? [] : [best];
  });
}

/** Of equal ones the nearer, which was found first. */
function greater(best: Redundancy | undefined, found: Redundancy): Redundancy {
  return best === undefined || found.weight > best.weight ? found : best;
}

const isOneTurn = (one: Step, other: Step) => one.turn !== undefined && one.turn === other.turn;

function compared(earlier: Step, later: Step, isChanged: boolean): Redundancy {
  const isExact = earlier.askedKey === later.askedKey;
  const [sort, weight] = (isExact ? sameAsked : otherAsked)(earlier, later, isChanged);
  return { earlier, later, sort, isExact, weight };
}

/** The same call again: in vain when it fails again or says the same, all the less when something was changed in between. */
function sameAsked(earlier: Step, later: Step, isChanged: boolean): [Sort, number] {
  const saysTheSame = isSame(earlier.outcome, later.outcome);
  if (earlier.hasFailed) return ['retry', later.hasFailed ? failedAgain(isChanged, saysTheSame) : 0];
  if (saysTheSame) return ['repeat', isChanged ? 0.25 : 1];
  if (isChanged) return ['repeat', 0];
  if (earlier.outcome === undefined || later.outcome === undefined)
    return ['repeat', later.place - earlier.place === 1 ? 0.9 : 0.6];
  return ['repeat', 0.75 * (1 - novelty(earlier.outcome, later.outcome))];
}

function failedAgain(isChanged: boolean, saysTheSame: boolean): number {
  if (!isChanged) return 1;
  return saysTheSame ? 0.35 : 0;
}

/** Another call of the same tool: in vain when it fails the same way, or asks the same question in other words. */
function otherAsked(earlier: Step, later: Step, isChanged: boolean): [Sort, number] {
  if (isChanged) return ['similar', 0];
  if (earlier.hasFailed !== later.hasFailed) return ['similar', 0];
  if (!later.hasFailed) return ['similar', reworded(earlier, later)];
  const isAlike = likeness(earlier.asked, later.asked) >= nearlyEqual;
  return ['retry', isAlike || isSame(earlier.outcome, later.outcome) ? 0.5 : 0];
}

/** From this share of common words on two calls ask for nearly the same, from that one on for something alike. */
const nearlyEqual = 0.85;
const alike = 0.5;

/**
 * Of two calls that both went well. Another path, name or id asks something else, and so does another word of a command: only the
 * very same long answer tells that the difference made none; of a counter, one that is much the same.
 */
function reworded(earlier: Step, later: Step): number {
  const difference = differenceOf(earlier.asked, later.asked);
  const isSameAnswer =
    later.isTelling &&
    (difference === 'name' || !later.isProse
      ? earlier.outcome?.number === later.outcome?.number
      : isSame(earlier.outcome, later.outcome));
  if (later.isChange)
    return isSameAnswer && difference === 'words' && likeness(earlier.asked, later.asked) >= nearlyEqual
      ? 0.75
      : 0;
  if (difference !== 'words' || !later.isProse) return isSameAnswer ? 0.5 : 0;
  return rewordingOf(earlier.asked, later.asked) < alike
    ? 0
    : 1 - 0.5 * novelty(earlier.outcome, later.outcome);
}
