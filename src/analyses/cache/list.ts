import { cacheRulesVersion } from '../../prices/cacheRules.ts';
import type { Column, Row } from '../../report/report.ts';
import type { Request } from '../../request/request.ts';
import type { Store } from '../../store/store.ts';
import type { Answer } from '../analysis.ts';
import { trustNotes } from '../trust.ts';
import { measures, only } from './columns.ts';
import listQuery from './list.sql';
import smallQuery from './small.sql';
import { told } from './told.ts';
import totalQuery from './total.sql';

/** Misses that lost less are not listed without `--all`. */
const floorUsd = '0.001';

const columns: readonly Column[] = [
  { key: 'trace_id', title: 'trace', unit: 'text', show: 'always' },
  { key: 'span_id', title: 'call', unit: 'text' },
  { key: 'session_id', title: 'session', unit: 'text', show: 'asked' },
  { key: 'at', unit: 'instant', show: 'always' },
  { key: 'model', unit: 'text' },
  { key: 'cause', unit: 'text', show: 'always' },
  { key: 'changed_at_block', title: 'block', unit: 'count', show: 'asked' },
  { key: 'expected_tokens', title: 'expected', unit: 'tokens' },
  { key: 'read_tokens', title: 'read', unit: 'tokens' },
  { key: 'lost_tokens', title: 'lost tokens', unit: 'tokens' },
  { key: 'lost_usd', title: 'lost', unit: 'usd', show: 'always' },
  { key: 'avoidable', unit: 'flag', show: 'asked' },
  { key: 'why', unit: 'text', show: 'always', wraps: true },
];

export async function list(store: Store, { limit, all }: Request): Promise<Answer> {
  const rows = await store.rows(listQuery, {
    floor: all ? null : floorUsd,
    limit: Number.isFinite(limit) ? limit : Number.MAX_SAFE_INTEGER,
  });
  const [total = {}] = await store.rows(totalQuery);
  return {
    sections: [
      {
        key: 'rows',
        columns,
        rows: (await told(store, rows)).map(missRow),
        more: Math.max(0, Number(rows[0]?.['misses'] ?? rows.length) - rows.length),
      },
    ],
    totals: { columns: measures, row: only(total, measures) },
    meta: { unpriced_calls: total['unpriced_calls'] ?? null, cache_rules: cacheRulesVersion },
    notes: [...(await belowFloor(store, all)), ...(await trustNotes(store, total))],
  };
}

async function belowFloor(store: Store, all: boolean): Promise<string[]> {
  if (all) return [];
  const [few] = await store.rows(smallQuery, { floor: floorUsd });
  const calls = Number(few?.['calls']);
  return calls === 0
    ? []
    : [`${calls.toLocaleString('en')} more that lost less than $${floorUsd}, or had nothing to lose (--all)`];
}

function missRow(row: Row): Row {
  const changedAt = row['changed_part'] === null ? null : Number(row['shared_blocks']) + 1;
  return only({ ...row, changed_at_block: changedAt, avoidable: row['is_avoidable'] ?? null }, columns);
}
