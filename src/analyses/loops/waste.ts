import { total } from '../show/cost.ts';
import { sum } from '../show/span.ts';
import type { Call, Issue } from './issue.ts';
import type { Redundancy } from './redundancy.ts';

/** What a loop cost for nothing; undefined where the log does not say. Money in pico-dollars. */
export type Waste = { readonly cost: bigint | undefined; readonly tokens: number | undefined };

/** By index of the call: which part of it was in vain, 0 to 1. */
type Shares = ReadonlyMap<number, number>;

/**
 * What each of the loops of one thread wasted: the calls that asked for redundant steps, by the weight of those, and what the
 * results of the steps cost in every later call that had to read them again, unless that was itself in vain.
 */
export function wastesOf(loops: readonly (readonly Redundancy[])[], issue: Issue): Waste[] {
  const shares = loops.map((redundancies) => sharesOf(redundancies, issue));
  const all = new Map<number, number>();
  for (const [place, share] of shares.flatMap((each) => [...each]))
    all.set(place, Math.min(1, (all.get(place) ?? 0) + share));
  return loops.map((redundancies, index) => {
    const own = shares[index] ?? new Map();
    return plus(plus(spent(own, issue.calls), carried(own, all, issue.calls)), ownCost(redundancies));
  });
}

/** A call that asks for several steps at once is in vain by the share of those that were. */
function sharesOf(redundancies: readonly Redundancy[], { askedBy }: Issue): Shares {
  const shares = new Map<number, number>();
  for (const { later, weight } of redundancies) {
    const place = askedBy.get(later);
    if (place !== undefined) shares.set(place, (shares.get(place) ?? 0) + weight / later.together);
  }
  return shares;
}

function spent(shares: Shares, calls: readonly Call[]): Waste {
  const wastes = [...shares].map(([place, share]) => {
    const call = calls[place];
    const tokens = sum([call?.inputTokens, call?.outputTokens]);
    return {
      cost: call?.cost === undefined ? undefined : part(call.cost, share),
      tokens: tokens === undefined ? undefined : tokens * share,
    };
  });
  return wastes.reduce(plus, nothing);
}

/** A tool may log a price of its own. */
function ownCost(redundancies: readonly Redundancy[]): Waste {
  const costs = redundancies.map(({ later, weight }) => ({
    cost: later.cost === undefined ? undefined : part(later.cost, weight),
    tokens: undefined,
  }));
  return costs.reduce<Waste>(plus, nothing);
}

/** What redundant results added to the context of one model, in every later call of it; a shorter prompt means that history was cut. */
function carried(own: Shares, all: Shares, calls: readonly Call[]): Waste {
  const contexts = new Map<string | null, { before: number; carried: number }>();
  const growths = growthsAfter(calls);
  let waste = nothing;
  for (const [place, call] of calls.entries()) {
    if (call.inputTokens === undefined) continue;
    const context = contexts.get(call.model) ?? { before: call.inputTokens, carried: 0 };
    if (call.inputTokens < context.before) context.carried = 0;
    waste = plus(waste, reread(call, context.carried, 1 - (all.get(place) ?? 0)));
    context.carried += Math.round((own.get(place) ?? 0) * Math.max(0, growths[place] ?? 0));
    context.before = call.inputTokens;
    contexts.set(call.model, context);
  }
  return waste;
}

/** By index of the call: how many more tokens the next call of the model reads; undefined for the last and where the log does not say. */
function growthsAfter(calls: readonly Call[]): (number | undefined)[] {
  const next = new Map<string | null, number>();
  const growths: (number | undefined)[] = [];
  for (const [place, { model, inputTokens }] of [...calls.entries()].reverse()) {
    if (inputTokens === undefined) continue;
    const later = next.get(model);
    growths[place] = later === undefined ? undefined : later - inputTokens;
    next.set(model, inputTokens);
  }
  return growths;
}

function reread(
  { cacheReadTokens, freshMillion, cachedMillion }: Call,
  tokens: number,
  share: number,
): Waste {
  if (tokens === 0 || share === 0) return nothing;
  const cached = cacheReadTokens === undefined ? 0 : Math.min(tokens, cacheReadTokens);
  const dear = freshMillion === undefined ? undefined : (freshMillion * BigInt(tokens - cached)) / million;
  const cheap = cachedMillion === undefined ? undefined : (cachedMillion * BigInt(cached)) / million;
  const cost = total([dear, cheap]);
  return { cost: cost === undefined ? undefined : part(cost, share), tokens: tokens * share };
}

const million = 1_000_000n;

const nothing: Waste = { cost: undefined, tokens: undefined };

/** A share of an amount, the share exact to a millionth. */
function part(amount: bigint, share: number): bigint {
  return (amount * BigInt(Math.round(share * 1e6))) / million;
}

function plus(one: Waste, other: Waste): Waste {
  return { cost: total([one.cost, other.cost]), tokens: sum([one.tokens, other.tokens]) };
}
