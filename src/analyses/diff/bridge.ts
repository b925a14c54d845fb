import { shapley } from '../../statistics/shapley.ts';
import { type Call, meanCalls, promptPrice } from './call.ts';
import type { Cell, Pair } from './cell.ts';
import { type Bridge, closed, type Factor, factors, nothing } from './factor.ts';

/** One side as a whole. */
export type Whole = {
  readonly traces: number;
  /** What all dollars are divided by: days, traces, calls; 1 where they are those of the whole window. */
  readonly per: number;
};

/** Before and after. */
export type Both<T> = readonly [before: T, after: T];

/**
 * What each factor did to the cost of one group, in nano-dollars that add up to its change exactly. A group that one side
 * does not have is new or vanished as a whole. Swapping the sides negates every term.
 */
export function bridgeOf(pairs: readonly Pair[], whole: Both<Whole>): Bridge {
  const usd = [costOf(pairs, 'before', whole[0]), costOf(pairs, 'after', whole[1])] as const;
  const change = usd[1] - usd[0];
  const calls = [callsOf(pairs, 'before'), callsOf(pairs, 'after')] as const;
  if (calls[0] === 0 && calls[1] === 0) return nothing;
  if (calls[0] === 0) return { ...nothing, new_spans: change };
  if (calls[1] === 0) return { ...nothing, vanished_spans: change };
  const shares = contributions(pairs, calls, whole);
  return closed({ ...nothing, ...shares }, change);
}

/** What a group costs on one side, in nano-dollars, per whatever dollars are counted. */
export function costOf(pairs: readonly Pair[], side: 'before' | 'after', { per }: Whole): bigint {
  return nanoDollars(
    pairs.reduce((sum, pair) => sum + (pair[side]?.cost ?? 0n), 0n),
    per,
  );
}

/** Rounded half away from zero; exact where nothing is divided. */
export function nanoDollars(pico: bigint, per: number): bigint {
  if (per !== 1) return BigInt(Math.round(Number(pico) / 1000 / per));
  return (pico + (pico < 0n ? -500n : 500n)) / 1000n;
}

export function callsOf(pairs: readonly Pair[], side: 'before' | 'after'): number {
  return pairs.reduce((sum, pair) => sum + (pair[side]?.calls ?? 0), 0);
}

/** Each factor's state on both sides; a bit of the mask picks one. */
type Model = { readonly share: Both<number>; readonly call: Both<Call> };

function contributions(
  pairs: readonly Pair[],
  calls: Both<number>,
  whole: Both<Whole>,
): Readonly<Record<Factor, bigint>> {
  const models = pairs.flatMap((pair) => modelOf(pair, calls));
  const traffic = whole.map(({ traces, per }) => traces / per);
  const perTrace = whole.map(({ traces }, side) => (calls[side] ?? 0) / traces);
  const value = (mask: number) =>
    at(mask, 'traffic', traffic) *
    at(mask, 'calls_per_trace', perTrace) *
    models.reduce((sum, model) => sum + modelCost(mask, model), 0);
  const there = shapley(factors.length, value);
  // Once in each direction: no rounding tells the sides apart.
  const back = shapley(factors.length, (mask) => value(2 ** factors.length - 1 - mask));
  const usd = there.map((part, factor) => (part - (back[factor] ?? 0)) / 2);
  return Object.fromEntries(factors.map((factor, place) => [factor, nano(usd[place] ?? 0)])) as Record<
    Factor,
    bigint
  >;
}

/** Half away from zero, as for costs. */
function nano(usd: number): bigint {
  return BigInt(Math.sign(usd) * Math.round(Math.abs(usd) * 1e9));
}

function modelOf(pair: Pair, calls: Both<number>): Model[] {
  const call = meanCalls(pair);
  if (call === undefined) return [];
  const share = ({ before, after }: { before: Cell | undefined; after: Cell | undefined }) =>
    [(before?.calls ?? 0) / calls[0], (after?.calls ?? 0) / calls[1]] as const;
  return [{ share: share(pair), call }];
}

/** What a call of this model comes to, times the share of calls that it has. */
function modelCost(mask: number, { share, call }: Model): number {
  const sized = at(mask, 'prompt_size', call);
  const mixed = at(mask, 'cache_mix', call);
  const spoken = at(mask, 'output_size', call);
  const paid = at(mask, 'unit_price', call);
  const usd =
    sized.prompt * promptPrice(mixed.mix, paid.prices) + spoken.output * paid.outputPrice + paid.request;
  return at(mask, 'model_mix', share) * usd;
}

function at<T>(mask: number, factor: Factor, both: readonly T[]): T {
  return both[(mask >> factors.indexOf(factor)) & 1] as T;
}
