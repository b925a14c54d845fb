import type { Row } from '../../report/report.ts';
import type { Interval } from '../../statistics/bootstrap.ts';
import type { Store } from '../../store/store.ts';
import type { Window } from '../../time/window.ts';
import { type Both, bridgeOf, costOf, nanoDollars, type Whole } from './bridge.ts';
import cell from './cell.sql';
import deed from './deed.sql';
import { type Bridge, closed, sumOf } from './factor.ts';
import { type Group, groupsOf, unpricedOf, withRenames } from './group.ts';
import { changePerTrace } from './interval.ts';
import latency from './latency.sql';
import part from './part.sql';
import { closedWindows, cut, type Per, perOf, setSides } from './scope.ts';
import type { Sides } from './side.ts';
import sidesMacro from './sides.sql';
import span from './span.sql';
import { type Tests, tested } from './tests.ts';
import { type AllDeeds, deedsOf } from './whole.ts';

/** How two sides are to be compared. */
export type Manner = {
  /** IANA zone of days. */
  readonly tz: string;
  readonly align: 'elapsed' | 'none';
  readonly per: Exclude<Per, 'window'> | undefined;
  /** The name of the (first) dimension of `--group`: decides whether names can have changed. */
  readonly dimension: string;
};

/** Two sides compared; dollars are whole nano-dollars, per whatever `per` says. */
export type Comparison = {
  readonly sides: Sides;
  /** What the windows came to, without open ends where there is any span. */
  readonly windows: Both<Window>;
  readonly per: Per;
  readonly whole: Both<Whole>;
  readonly cost: Both<bigint>;
  readonly change: bigint;
  readonly bridge: Bridge;
  readonly groups: readonly GroupChange[];
  readonly tests: Tests;
  /** Of the change in dollars per trace, 95 %. */
  readonly interval: Interval | undefined;
  readonly deeds: AllDeeds;
  /** Counts of what the totals lack, for `trustNotes`. */
  readonly doubts: Row;
  readonly unpriced: Both<number>;
};

export type GroupChange = {
  readonly group: Group;
  readonly cost: Both<bigint>;
  readonly change: bigint;
  readonly bridge: Bridge;
};

/**
 * Compares two sides of what is picked, grouped as the variables of `grouped` say. From here on `picked` is what stands on
 * either side; the tables `diff_part` and `diff_measure` stay for further questions.
 */
export async function compare(store: Store, asked: Sides, manner: Manner): Promise<Comparison> {
  const sides = cut(asked, manner.align, manner.tz);
  await setSides(store, sides);
  await store.run(sidesMacro);
  await store.run(part);
  const cells = await store.rows(cell);
  await store.run(deed);
  const deeds = deedsOf(await store.rows(span), await store.rows(latency));
  const windows = closedWindows(sides, deeds, manner.tz);
  const per = perOf(sides, windows, manner.per, manner.align, manner.tz);
  const groups = withRenames(groupsOf(cells), manner.dimension);
  const whole = [
    wholeOf(per, deeds.before.traces, costedCalls(groups, 'before'), windows[0].days),
    wholeOf(per, deeds.after.traces, costedCalls(groups, 'after'), windows[1].days),
  ] as const;
  const changes = groups.map((group) => changeOf(group, whole));
  const cost = [total(groups, 'before', whole[0]), total(groups, 'after', whole[1])] as const;
  const change = cost[1] - cost[0];
  const bridges = new Map(changes.map(({ group, bridge }) => [group, bridge]));
  return {
    ...{ sides, windows, per, whole, cost, change, deeds },
    bridge: closed(sumOf(changes.map(({ bridge }) => bridge)), change),
    groups: changes.sort(byChange),
    tests: await tested(store, groups, bridges, traceCounts(deeds), lengthsOf(windows, per)),
    interval: await changePerTrace(store, [deeds.before.traces, deeds.after.traces]),
    doubts: doubtsOf(cells),
    unpriced: [unpricedOf(cells, 1), unpricedOf(cells, 2)],
  };
}

/** Per call, what is counted instead of traces are calls: all else follows. */
function wholeOf(per: Per, traces: number, calls: number, days: number | null): Whole {
  if (per === 'trace') return { traces, per: traces };
  if (per === 'call') return { traces: calls, per: calls };
  return { traces, per: per === 'day' ? Number(days) : 1 };
}

function costedCalls(groups: readonly Group[], side: 'before' | 'after'): number {
  const calls = groups.flatMap(({ pairs }) => pairs.map((pair) => pair[side]?.calls ?? 0));
  return calls.reduce((sum, count) => sum + count, 0);
}

function changeOf(group: Group, whole: Both<Whole>): GroupChange {
  const cost = [costOf(group.pairs, 'before', whole[0]), costOf(group.pairs, 'after', whole[1])] as const;
  return { group, cost, change: cost[1] - cost[0], bridge: bridgeOf(group.pairs, whole) };
}

function total(groups: readonly Group[], side: 'before' | 'after', { per }: Whole): bigint {
  const pico = groups.flatMap(({ pairs }) => pairs.map((pair) => pair[side]?.cost ?? 0n));
  return nanoDollars(
    pico.reduce((sum, amount) => sum + amount, 0n),
    per,
  );
}

/** By how much they moved the cost, in either direction. */
function byChange(one: GroupChange, other: GroupChange): number {
  const size = ({ change }: GroupChange) => (change < 0n ? -change : change);
  return Number(size(other) - size(one));
}

function traceCounts({ before, after }: AllDeeds): Both<Whole> {
  return [
    { traces: before.traces, per: 1 },
    { traces: after.traces, per: 1 },
  ];
}

/** So that counts of windows of unlike lengths can be compared. */
function lengthsOf([before, after]: Both<Window>, per: Per): Both<number> {
  return per === 'window' || before.days === null || after.days === null ? [1, 1] : [before.days, after.days];
}

function doubtsOf(cells: readonly Row[]): Row {
  const sum = (key: string) => cells.reduce((count, row) => count + Number(row[key]), 0);
  return {
    assumed_prices: sum('assumed_prices'),
    placeholder_calls: sum('placeholder_calls'),
    unattributed_spans: sum('unattributed_spans'),
    unpriced_calls: unpricedOf(cells, 1) + unpricedOf(cells, 2),
  };
}
