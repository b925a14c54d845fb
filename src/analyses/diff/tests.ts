import type { Row } from '../../report/report.ts';
import { countTest } from '../../statistics/countTest.ts';
import { qValues } from '../../statistics/falseDiscovery.ts';
import { fewest, rankTest } from '../../statistics/rankSum.ts';
import type { Store } from '../../store/store.ts';
import type { Both, Whole } from './bridge.ts';
import { meanCall, promptPrice } from './call.ts';
import { type Cell, merged, tokensOf } from './cell.ts';
import type { Bridge, Factor, Term } from './factor.ts';
import type { Group } from './group.ts';
import measure from './measure.sql';
import rank from './rank.sql';
import rate from './rate.sql';

/** Groups that are tested: those with the highest cost on both sides together, so that the change itself does not choose. */
const mostGroups = 40;

/** Traces of a group that are looked at on one side. */
const mostTraces = 20_000;

/** What is called a change: no more than one in twenty of those so called is none. */
const level = 0.05;

/** A term of a group, tested; `q` null: too few traces to say. */
export type Tested = { readonly q: number | null; readonly isChange: boolean };

export type Tests = {
  /** By group, then by term. */
  readonly groups: ReadonlyMap<Group, ReadonlyMap<Term, Tested>>;
  readonly traffic: Tested;
  /** Some groups have too few traces on a side. */
  readonly tooFew: number;
};

type Trial = {
  readonly group: Group | undefined;
  readonly term: Term;
  readonly p: number | null;
  /** Whether what was tested rose. */
  readonly rose: boolean;
};

/**
 * Which terms are more than noise? Each factor of each group by the rank sums of its own measure per trace (calls of a trace
 * resemble each other, so calls are never counted as if independent); all together are held to a share of false alarms.
 * A term is a change only when what was tested moved the way its dollars did.
 */
export async function tested(
  store: Store,
  groups: readonly Group[],
  bridges: ReadonlyMap<Group, Bridge>,
  whole: Both<Whole>,
  lengths: Both<number>,
): Promise<Tests> {
  const chosen = [...groups]
    .sort((one, other) => Number(costOfBoth(other) - costOfBoth(one)))
    .slice(0, mostGroups);
  const trials = [
    traffic(whole, lengths),
    ...(await rankTrials(store, chosen)),
    ...chosen.flatMap((group) => presence(group, bridges.get(group), whole)),
  ];
  const q = qValues(trials.map(({ p }) => p));
  const results = trials.map((trial, place) => ({ ...trial, q: q[place] ?? null }));
  const outcome = ({ q, rose }: { q: number | null; rose: boolean }, usd: bigint): Tested => ({
    q,
    isChange: q !== null && q < level && (rose ? usd > 0n : usd < 0n),
  });
  const found = new Map(
    chosen.map((group) => {
      const own = results.filter((result) => result.group === group);
      const bridge = bridges.get(group);
      return [
        group,
        new Map(own.map((result) => [result.term, outcome(result, bridge?.[result.term] ?? 0n)])),
      ] as const;
    }),
  );
  const [first] = results;
  return {
    groups: found,
    traffic: { q: first?.q ?? null, isChange: first?.q !== null && Number(first?.q) < level },
    tooFew: new Set(results.filter(({ p }) => p === null).map(({ group }) => group)).size,
  };
}

function costOfBoth({ pairs }: Group): bigint {
  return pairs.reduce((sum, { before, after }) => sum + (before?.cost ?? 0n) + (after?.cost ?? 0n), 0n);
}

/** `lengths`: how long the sides are, so that counts can be compared. */
function traffic([before, after]: Both<Whole>, [first, second]: Both<number>): Trial {
  const ratio = first > 0 ? second / first : 1;
  return {
    group: undefined,
    term: 'traffic',
    p: countTest(before.traces, after.traces, ratio),
    rose: after.traces > before.traces * ratio,
  };
}

async function rankTrials(store: Store, groups: readonly Group[]): Promise<Trial[]> {
  const rates = groups.flatMap((group, place) => ratesOf(group, place));
  await store.run(rate, { rates: JSON.stringify(rates) });
  await store.run(measure);
  const rows = await store.rows(rank, { most: mostTraces });
  return rows.map((row) => trialOf(row, groups[Number(row['place'])]));
}

function trialOf(row: Row, group: Group | undefined): Trial {
  const [before, after] = [Number(row['before']), Number(row['after'])];
  const term = row['factor'] as Factor;
  if (Math.min(before, after) < fewest) return { group, term, p: null, rose: false };
  const { p, superiority } = rankTest({
    before,
    after,
    rankSum: Number(row['rank_sum']),
    ties: Number(row['ties']),
  });
  return { group, term, p, rose: superiority > 0.5 };
}

/** A span that only one side has: how likely is it that its traces all fell there by chance? */
function presence(group: Group, bridge: Bridge | undefined, [before, after]: Both<Whole>): Trial[] {
  if (bridge === undefined || (bridge.new_spans === 0n && bridge.vanished_spans === 0n)) return [];
  const isNew = bridge.new_spans !== 0n;
  const traces = Math.max(...group.pairs.map((pair) => (isNew ? pair.after : pair.before)?.traces ?? 0));
  const [own, all] = [(isNew ? after : before).traces, before.traces + after.traces];
  const isTooFew = Math.min(before.traces, after.traces) < fewest;
  const p = isTooFew ? null : Math.min(1, 2 * allOnOneSide(traces, own, all));
  return [{ group, term: isNew ? 'new_spans' : 'vanished_spans', p, rose: isNew }];
}

/** The chance that `some` traces of `all`, drawn blindly, are all among the `own`. */
function allOnOneSide(some: number, own: number, all: number): number {
  let chance = 1;
  for (let drawn = 0; drawn < Math.min(some, own); drawn += 1) chance *= (own - drawn) / (all - drawn);
  return chance;
}

/** What each model of a group is like on both sides together: one row of `rate.sql` each. */
function ratesOf({ pairs, keys, renamedFrom }: Group, place: number): Row[] {
  const cells = pairs.flatMap(({ model, before, after }) => {
    const cell = merged(before, after);
    return cell === undefined ? [] : [{ model, cell }];
  });
  const all = cells.map(({ cell }): Cell | undefined => cell).reduce(merged, undefined);
  const usual = all === undefined ? 0 : Number(all.cost) / all.calls;
  return [keys, ...(renamedFrom === undefined ? [] : [renamedFrom])].flatMap(([first_key, second_key]) =>
    cells.map(({ model, cell }) => ({ place, first_key, second_key, model, ...rateOf(cell, usual) })),
  );
}

function rateOf(cell: Cell, usual: number): Row {
  const { mix, prices, outputPrice, request, output } = meanCall(cell, cell);
  const [uncached = 0, read = 0, write_5m = 0, write_1h = 0] = prices;
  return {
    ...{ uncached, read, write_5m, write_1h, request, output: outputPrice },
    prompt: promptPrice(mix, prices),
    prompt_tokens: tokensOf(cell) / cell.calls,
    output_tokens: output,
    call: usual > 0 ? Number(cell.cost) / cell.calls / usual : 1,
  };
}
