import { isEnumeration, likeness } from './asked.ts';
import { isSame, novelty } from './outcome.ts';
import type { Step } from './step.ts';

/** A call that looks back further has forgotten: twice the longest cycle that is looked for, so that as many other calls may stand between. */
export const reach = 16;

/** Why a call was in vain: it asked the same again, failed again, or asked in other words. */
export type Sort = 'repeat' | 'retry' | 'similar';

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
 * For each step the earlier one of the same tool that makes it most redundant, where one does. `turnOf`: the model's turn that a
 * step belongs to, undefined where the log does not say; calls of one turn are made at the same time and repeat nothing.
 */
export function redundancies(
  steps: readonly Step[],
  turnOf: (step: Step) => number | undefined,
): Redundancy[] {
  const changes = changesUpTo(steps);
  return steps.flatMap((later, index) => {
    let best: Redundancy | undefined;
    for (let before = index - 1; before >= 0 && best?.weight !== 1; before -= 1) {
      const earlier = steps[before];
      if (earlier === undefined || later.place - earlier.place > reach) break;
      if (earlier.tool !== later.tool || isOneTurn(turnOf(earlier), turnOf(later))) continue;
      best = greater(best, compared(earlier, later, changes[index - 1] !== changes[before]));
    }
    return best === undefined || best.weight < least ? [] : [best];
  });
}

/** Of equal ones the nearer, which was found first. */
function greater(best: Redundancy | undefined, found: Redundancy): Redundancy {
  return best === undefined || found.weight > best.weight ? found : best;
}

const isOneTurn = (one: number | undefined, other: number | undefined) => one !== undefined && one === other;

/**
 * By index of the step: how many new changes were made up to it and with it. What was written before and is written again
 * brings nothing new: an agent that takes turns between two versions goes round in a circle too.
 */
function changesUpTo(steps: readonly Step[]): number[] {
  const made = new Map<string, number>();
  let changes = 0;
  return steps.map(({ isChange, hasFailed, askedKey, place }) => {
    if (!isChange || hasFailed) return changes;
    const before = made.get(askedKey);
    made.set(askedKey, place);
    if (before === undefined || place - before > reach) changes += 1;
    return changes;
  });
}

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
  const share = likeness(earlier.asked, later.asked);
  if (earlier.hasFailed && later.hasFailed)
    return ['retry', share >= nearlyEqual || isSame(earlier.outcome, later.outcome) ? 0.5 : 0];
  return ['similar', earlier.hasFailed || later.hasFailed ? 0 : reworded(earlier, later, share)];
}

/** From this share of common words on two calls ask for nearly the same, from that one on for something alike. */
const nearlyEqual = 0.85;
const alike = 0.5;

/** Of two calls that both went well. The same long answer to two different questions tells that the difference made none. */
function reworded(earlier: Step, later: Step, share: number): number {
  const saysTheSame = later.isTelling && isSame(earlier.outcome, later.outcome);
  const isOther = isEnumeration(earlier.asked, later.asked);
  if (later.isChange) return saysTheSame && share >= nearlyEqual && !isOther ? 0.75 : 0;
  if (isOther) return saysTheSame ? 0.5 : 0;
  return share < alike ? 0 : 1 - 0.5 * novelty(earlier.outcome, later.outcome);
}
