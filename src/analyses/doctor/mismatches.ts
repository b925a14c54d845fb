import type { Column } from '../../report/report.ts';
import type { Store } from '../../store/store.ts';
import type { Finding } from './finding.ts';
import mismatches from './mismatches.sql';

const columns: readonly Column[] = [
  { key: 'span_id', title: 'span', unit: 'text', show: 'always' },
  { key: 'trace_id', title: 'trace', unit: 'text', show: 'asked' },
  { key: 'model', unit: 'text' },
  { key: 'reported_cost_usd', title: 'reported', unit: 'usd', show: 'always' },
  { key: 'computed_cost_usd', title: 'computed', unit: 'usd', show: 'always' },
  { key: 'difference_usd', title: 'difference', unit: 'usd', show: 'always', signed: true },
  { key: 'ratio', unit: 'fraction', show: 'always' },
];

/** The calls whose reported cost contradicts the computed one by the most dollars; at most `limit`. */
export async function costMismatches(store: Store, limit: number): Promise<Finding> {
  const rows = await store.rows(mismatches, {
    limit: Number.isFinite(limit) ? limit : Number.MAX_SAFE_INTEGER,
  });
  const section = {
    ...{ key: 'mismatches', title: 'reported against computed cost', columns, rows, telling: rows.length },
    gist: 'reported against computed cost: no call contradicts its tokens',
    more: Math.max(0, Number(rows[0]?.['total'] ?? rows.length) - rows.length),
  };
  return { section, reasons: [] };
}
