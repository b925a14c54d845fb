import { listValue } from '@duckdb/node-api';
import type { Column, Row } from '../../report/report.ts';
import type { Store } from '../../store/store.ts';
import { picoDollars } from '../dollars.ts';
import { usd } from './amount.ts';
import attribute from './attribute.sql';
import attributeKey from './attribute_key.sql';
import { nanoDollars } from './bridge.ts';
import type { Comparison } from './compare.ts';
import field from './field.sql';
import hasAttribute from './has_attribute.sql';
import { magnitude } from './term.ts';

/** One value of one field, and what its calls cost on both sides; nano-dollars. */
export type Differ = {
  readonly field: string;
  readonly value: string;
  readonly before: bigint;
  readonly after: bigint;
  readonly change: bigint;
  /** What it moved the cost beyond its part of the cost before. */
  readonly excess: bigint;
  /** Of the whole change, and of the cost before. */
  readonly share: number;
  readonly baselineShare: number;
  readonly callsBefore: number;
  readonly callsAfter: number;
  /** Other fields of which a value means the very same calls: `flag.live_clock = true`. */
  readonly also: readonly string[];
};

const mostAttributes = 20;

/** A value is worth telling when its part of the change is larger than its part of the cost before by so much. */
const leastSurplus = 0.1;

/** The values of all fields that many calls share, those that moved the cost most beyond their part of it first. */
export async function differsOf(store: Store, comparison: Comparison): Promise<Differ[]> {
  const keys = await attributesOf(store);
  const rows = [
    ...(await store.rows(field)),
    ...(keys.length === 0 ? [] : await store.rows(attribute, { keys: listValue(keys) })),
  ];
  const found = rows.map((row) => differOf(row, comparison));
  return merged(found).sort(
    (one, other) => Number(magnitude(other.excess) - magnitude(one.excess)) || compareText(one, other),
  );
}

/** The attributes to look at; a log without any is not searched for them. */
async function attributesOf(store: Store): Promise<string[]> {
  if ((await store.rows(hasAttribute)).length === 0) return [];
  return (await store.rows(attributeKey, { most: mostAttributes })).map(({ key }) => String(key));
}

/** Those that explain a change: their part of it is larger than their part of the cost was. */
export function telling(differs: readonly Differ[], { change }: Comparison): Differ[] {
  return differs.filter(
    ({ share, baselineShare, change: own }) =>
      share - baselineShare >= leastSurplus && own > 0n === change > 0n && own !== 0n,
  );
}

function differOf(row: Row, { whole, change, cost }: Comparison): Differ {
  const nano = (key: string, side: 0 | 1) =>
    nanoDollars(picoDollars(row[key] ?? null) ?? 0n, whole[side].per);
  const [before, after] = [nano('before_usd', 0), nano('after_usd', 1)];
  const own = after - before;
  const baselineShare = cost[0] === 0n ? 0 : Number(before) / Number(cost[0]);
  return {
    ...{ field: String(row['field']), value: String(row['value']), before, after, change: own },
    excess: own - BigInt(Math.round(baselineShare * Number(change))),
    share: change === 0n ? 0 : Number(own) / Number(change),
    baselineShare,
    callsBefore: Number(row['calls_before']),
    callsAfter: Number(row['calls_after']),
    also: [],
  };
}

/** Values of several fields that mean the same calls are one finding. */
function merged(differs: readonly Differ[]): Differ[] {
  const found = new Map<string, Differ>();
  for (const differ of differs) {
    const { before, after, callsBefore, callsAfter } = differ;
    const id = [before, after, callsBefore, callsAfter].join();
    const known = found.get(id);
    if (known === undefined) found.set(id, differ);
    else found.set(id, { ...known, also: [...known.also, `${differ.field} = ${differ.value}`] });
  }
  return [...found.values()];
}

function compareText(one: Differ, other: Differ): number {
  const [left, right] = [one, other].map(({ field, value }) => `${field}\0${value}`);
  return String(left) < String(right) ? -1 : 1;
}

export const differColumns: readonly Column[] = [
  { key: 'field', unit: 'text', show: 'always' },
  { key: 'value', unit: 'text', show: 'always' },
  { key: 'before_usd', title: 'before', unit: 'usd' },
  { key: 'after_usd', title: 'after', unit: 'usd' },
  { key: 'delta_usd', title: 'change', unit: 'usd', show: 'always', signed: true },
  { key: 'share', title: 'of change', unit: 'fraction' },
  { key: 'baseline_share', title: 'of before', unit: 'fraction' },
  { key: 'excess_usd', unit: 'usd', show: 'asked', signed: true },
  { key: 'calls_before', unit: 'count', show: 'asked' },
  { key: 'calls_after', unit: 'count', show: 'asked' },
  { key: 'also', title: 'the same calls', unit: 'list' },
];

export function differRow(differ: Differ): Row {
  return {
    ...{ field: differ.field, value: differ.value },
    ...{ before_usd: usd(differ.before), after_usd: usd(differ.after), delta_usd: usd(differ.change) },
    ...{ share: differ.share, baseline_share: differ.baselineShare, excess_usd: usd(differ.excess) },
    ...{ calls_before: differ.callsBefore, calls_after: differ.callsAfter, also: differ.also },
  };
}
