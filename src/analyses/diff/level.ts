import type { Quantity } from '../../report/report.ts';
import { type Both, callsOf, type Whole } from './bridge.ts';
import { meanCall } from './call.ts';
import { type Cell, merged, type Pair, tokensOf } from './cell.ts';
import type { Comparison } from './compare.ts';
import type { Term } from './factor.ts';
import { over } from './whole.ts';

/** Where a term stood on one side and where on the other: a number that a person can check. */
export type Levels = Both<Quantity>;

/** The levels of all terms, over all groups. */
export function levelsOf({ groups, whole, per }: Comparison): Readonly<Record<Term, Levels>> {
  const pairs = groups.flatMap(({ group }) => group.pairs);
  const sides = [summed(pairs, 'before'), summed(pairs, 'after')] as const;
  const each = (unit: Quantity['unit'], level: (side: Side) => number | null): Levels =>
    [0, 1].map((place) => {
      const cell = sides[place];
      const value = cell === undefined ? null : level({ cell, whole: whole[place] as Whole });
      return { value, unit };
    }) as unknown as Levels;
  const only = (isNew: boolean): Levels => {
    const own = groups.filter(({ group }) => callsOf(group.pairs, isNew ? 'before' : 'after') === 0);
    const amount = (place: 0 | 1): Quantity => ({
      value: own.reduce((sum, group) => sum + Number(group.cost[place]) / 1e9, 0),
      unit: 'usd',
    });
    return [amount(0), amount(1)];
  };
  return {
    traffic: [0, 1].map((place) => ({
      value: over(whole[place]?.traces ?? null, whole[place]?.per ?? null),
      unit: 'count',
    })) as unknown as Levels,
    calls_per_trace: each('number', ({ cell, whole: { traces } }) =>
      per === 'call' ? null : over(cell.calls, traces),
    ),
    prompt_size: each('tokens', ({ cell }) => rounded(over(tokensOf(cell), cell.calls))),
    cache_mix: each('fraction', ({ cell }) => over(cell.prompt[1] ?? null, tokensOf(cell))),
    output_size: each('tokens', ({ cell }) => rounded(over(cell.output, cell.calls))),
    model_mix: modelLevels(groups.map(({ group }) => group.pairs)),
    unit_price: priceLevels(pairs),
    new_spans: only(true),
    vanished_spans: only(false),
  };
}

type Side = { readonly cell: Cell; readonly whole: Whole };

function summed(pairs: readonly Pair[], side: 'before' | 'after'): Cell | undefined {
  return pairs.map((pair) => pair[side]).reduce(merged, undefined);
}

const rounded = (tokens: number | null) => (tokens === null ? null : Math.round(tokens));

/** Dollars that a call would cost if all but the choice of models were as on both sides together. */
function modelLevels(groups: readonly (readonly Pair[])[]): Levels {
  const level = (side: 'before' | 'after'): Quantity => {
    let [calls, usd] = [0, 0];
    for (const pairs of groups) {
      const [own, both] = [callsOf(pairs, side), callsOf(pairs, 'before') + callsOf(pairs, 'after')];
      if (own === 0 || own === both) continue;
      calls += both;
      for (const pair of pairs) usd += both * ((pair[side]?.calls ?? 0) / own) * usualCost(pair);
    }
    return { value: over(usd, calls), unit: 'usd' };
  };
  return [level('before'), level('after')];
}

function usualCost({ before, after }: Pair): number {
  const cell = merged(before, after);
  return cell === undefined ? 0 : Number(cell.cost) / 1e12 / cell.calls;
}

/** Dollars per million tokens, for the tokens of both sides together. */
function priceLevels(pairs: readonly Pair[]): Levels {
  const level = (side: 'before' | 'after'): Quantity => {
    let [tokens, usd] = [0, 0];
    for (const pair of pairs) {
      const [own, both] = [pair[side], merged(pair.before, pair.after)];
      if (own === undefined || both === undefined) continue;
      const { prices, outputPrice } = meanCall(own, both);
      const parts = [...both.prompt, both.output];
      tokens += parts.reduce((sum, part) => sum + part, 0);
      usd += parts.reduce((sum, part, at) => sum + part * (prices[at] ?? outputPrice), 0);
    }
    return { value: over(usd * 1e6, tokens), unit: 'usd_per_mtok' };
  };
  return [level('before'), level('after')];
}
