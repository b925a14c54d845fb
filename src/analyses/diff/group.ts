import type { Row, Value } from '../../report/report.ts';
import { type Both, callsOf } from './bridge.ts';
import { type Cell, cellOf, merged, type Pair, tokensOf } from './cell.ts';

/** Spans of one name (or whatever the comparison is grouped by), on both sides. */
export type Group = {
  readonly keys: Keys;
  readonly pairs: readonly Pair[];
  /** Calls on either side whose cost is not known: they have no part in `pairs`. */
  readonly unpriced: Both<number>;
  /** The name that it had before, where it has another one now. */
  readonly renamedFrom?: Keys;
};

/** What the one or two columns of `--group` say; null: the log does not. */
export type Keys = readonly [first: string | null, second: string | null];

export const keysOf = (row: Row): Keys => [textOf(row['first_key']), textOf(row['second_key'])];

/** One text for a map. */
export const idOf = (keys: Keys): string => JSON.stringify(keys);

/** The parts of a key as one text; unknown when all are. */
export function nameOf(keys: Keys): string | null {
  const [first, second] = keys;
  return second === null ? first : `${first ?? '–'} / ${second}`;
}

function textOf(value: Value | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** The groups of the rows of `cell.sql`, in their order; one of which no cost is known has no part in a comparison of costs. */
export function groupsOf(rows: readonly Row[]): Group[] {
  const groups = new Map<string, { keys: Keys; cells: Row[] }>();
  for (const row of rows) {
    const keys = keysOf(row);
    const group = groups.get(idOf(keys)) ?? { keys, cells: [] };
    group.cells.push(row);
    groups.set(idOf(keys), group);
  }
  return [...groups.values()].flatMap(({ keys, cells }) => {
    const priced = cells.filter(({ is_unpriced }) => is_unpriced !== true);
    if (priced.length === 0) return [];
    return { keys, pairs: pairsOf(priced), unpriced: [unpricedOf(cells, 1), unpricedOf(cells, 2)] as const };
  });
}

/** Calls on one side (1: before) whose cost is not known. */
export function unpricedOf(cells: readonly Row[], side: 1 | 2): number {
  const rows = cells.filter((row) => row['is_unpriced'] === true && row['side'] === side);
  return rows.reduce((sum, row) => sum + Number(row['spans']), 0);
}

/** Has a side no call of the group, priced or not? */
export function isMissing({ pairs, unpriced }: Group, side: 'before' | 'after'): boolean {
  return callsOf(pairs, side) === 0 && unpriced[side === 'before' ? 0 : 1] === 0;
}

/** Has a side calls of the group, but none of a known cost? */
export function isUnknown({ pairs, unpriced }: Group, side: 'before' | 'after'): boolean {
  return callsOf(pairs, side) === 0 && unpriced[side === 'before' ? 0 : 1] > 0;
}

function pairsOf(rows: readonly Row[]): Pair[] {
  const models = [...new Set(rows.map(({ model }) => textOf(model)))];
  const cell = (model: string | null, side: number) => {
    const row = rows.find((each) => textOf(each['model']) === model && each['side'] === side);
    return row && cellOf(row);
  };
  return models.map((model) => ({ model, before: cell(model, 1), after: cell(model, 2) }));
}

/** What can be renamed: names that somebody chose, not users, models or days. */
const nameable = new Set(['stage', 'name', 'tool', 'feature', 'prompt']);

/** How much the calls of two groups may differ that are one under two names. */
const most = 1.5;
const leastAlike = 0.9;
const leastCalls = 3;

/**
 * The groups, with those made one that vanished and came back under another name: the same models, and about as many calls
 * of about the same size. Each has at most one other, the most alike.
 */
export function withRenames(groups: readonly Group[], dimension: string): readonly Group[] {
  if (!nameable.has(dimension)) return groups;
  const gone = groups.filter((group) => isMissing(group, 'after'));
  const come = groups.filter((group) => isMissing(group, 'before'));
  const matches = gone
    .flatMap((from) => come.map((to) => ({ from, to, likeness: likeness(from, to) })))
    .filter((match) => match.likeness > 0)
    .sort((one, other) => other.likeness - one.likeness);
  const renamed = new Map<Group, Group>();
  const taken = new Set<Group>();
  for (const { from, to } of matches) {
    if (taken.has(from) || taken.has(to)) continue;
    taken.add(from).add(to);
    renamed.set(to, from);
  }
  const lost = new Set(renamed.values());
  return groups.filter((group) => !lost.has(group)).map((group) => joined(group, renamed.get(group)));
}

function joined(to: Group, from: Group | undefined): Group {
  if (from === undefined) return to;
  const models = [...new Set([...from.pairs, ...to.pairs].map(({ model }) => model))];
  const pairs = models.map((model) => ({
    model,
    before: from.pairs.find((pair) => pair.model === model)?.before,
    after: to.pairs.find((pair) => pair.model === model)?.after,
  }));
  return { keys: to.keys, pairs, unpriced: [from.unpriced[0], to.unpriced[1]], renamedFrom: from.keys };
}

/** 0: not the same; else the more, the more alike. */
function likeness(from: Group, to: Group): number {
  const [before, after] = [summed(from, 'before'), summed(to, 'after')];
  if (before === undefined || after === undefined) return 0;
  if (Math.min(before.calls, after.calls) < leastCalls) return 0;
  const models = sharedModels(from, to, before.calls, after.calls);
  const ratios = [
    before.calls / after.calls,
    ratio(tokensOf(before) / before.calls, tokensOf(after) / after.calls),
    ratio(before.output / before.calls, after.output / after.calls),
  ].map((each) => Math.max(each, 1 / each));
  if (models < leastAlike || ratios.some((each) => !(each <= most))) return 0;
  return ratios.reduce((product, each) => product / each, models);
}

const ratio = (one: number, other: number) => (one === other ? 1 : one / other);

function summed({ pairs }: Group, side: 'before' | 'after'): Cell | undefined {
  return pairs.map((pair) => pair[side]).reduce(merged, undefined);
}

/** The share of calls that are of the same models. */
function sharedModels(from: Group, to: Group, before: number, after: number): number {
  return to.pairs.reduce((sum, { model, after: cell }) => {
    const was = from.pairs.find((pair) => pair.model === model)?.before;
    return sum + Math.min((was?.calls ?? 0) / before, (cell?.calls ?? 0) / after);
  }, 0);
}
