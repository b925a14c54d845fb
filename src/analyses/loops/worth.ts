import { UserError } from '../../error.ts';
import type { OptionValue } from '../../request/options.ts';
import type { Loop } from './search.ts';

/** A loop that cost less than this and less than this share of its trace is not worth anyone's morning. */
const leastCost = 10_000_000_000n; // a cent
const leastPercent = 2n;

const pico = 1e12;

/**
 * The loops that cost enough to be told; one of unknown cost is among them, for it may be dear. `minUsd`: the floor that was
 * asked for instead of ours. Throws a UserError for a floor that is no amount.
 */
export function worthTelling(loops: readonly Loop[], minUsd: OptionValue, isAll: boolean): Loop[] {
  const floor = floorOf(minUsd);
  if (floor !== undefined)
    return loops.filter(({ waste }) => waste.cost === undefined || waste.cost >= floor);
  return isAll ? [...loops] : loops.filter(isWorth);
}

function floorOf(minUsd: OptionValue): bigint | undefined {
  if (minUsd === undefined) return undefined;
  if (typeof minUsd !== 'number' || minUsd < 0)
    throw new UserError(`--min-usd: expected dollars, as 0.05, not ${minUsd}`);
  return BigInt(Math.round(minUsd * pico));
}

function isWorth({ waste, traceCost }: Loop): boolean {
  if (waste.cost === undefined || waste.cost >= leastCost) return true;
  return traceCost !== undefined && traceCost > 0n && waste.cost * 100n >= traceCost * leastPercent;
}
