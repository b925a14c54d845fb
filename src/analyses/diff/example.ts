import { listValue } from '@duckdb/node-api';
import type { Column, Row } from '../../report/report.ts';
import type { Store } from '../../store/store.ts';
import type { Comparison } from './compare.ts';
import example from './example.sql';
import { idOf, keysOf, nameOf } from './group.ts';

/** Groups of which examples are shown. */
const mostGroups = 3;

export const exampleColumns: readonly Column[] = [
  { key: 'trace_id', title: 'trace', unit: 'text', show: 'always' },
  { key: 'key', title: 'span', unit: 'text' },
  { key: 'kind', title: 'which', unit: 'text' },
  { key: 'cost_usd', title: 'cost', unit: 'usd', show: 'always' },
  { key: 'started_at', title: 'started', unit: 'instant' },
];

/** Traces to look at: of the spans that moved the cost most, on the side where they cost more, the dearest and a typical one. */
export async function examplesOf(store: Store, { groups, change }: Comparison): Promise<Row[]> {
  const leading = groups
    .filter((group) => group.change !== 0n && group.change > 0n === change > 0n)
    .slice(0, mostGroups);
  if (leading.length === 0) return [];
  const rows = await store.rows(example, {
    side: change > 0n ? 2 : 1,
    groups: listValue(leading.map(({ group }) => idOf(group.keys))),
  });
  return rows.map((row) => ({
    trace_id: row['trace_id'] ?? null,
    key: nameOf(keysOf(row)),
    kind: row['is_dearest'] === true ? 'dearest' : 'typical',
    cost_usd: row['cost_usd'] ?? null,
    started_at: row['started_at'] ?? null,
  }));
}
