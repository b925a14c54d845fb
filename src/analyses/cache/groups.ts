import { cacheRulesVersion } from '../../prices/cacheRules.ts';
import type { Column, Row } from '../../report/report.ts';
import type { Request } from '../../request/request.ts';
import type { Store } from '../../store/store.ts';
import type { Answer, Scope } from '../analysis.ts';
import type { Grouping } from '../dimensions.ts';
import { keyColumns, keysOf } from '../groupBy.ts';
import { trustNotes } from '../trust.ts';
import { breaks } from './breaks.ts';
import { causesOf } from './causes.ts';
import { measures, only } from './columns.ts';
import { lifetimes } from './lifetimes.ts';
import rowsQuery from './rows.sql';
import totalQuery from './total.sql';
import { repeatedPrompts, unreadWrites } from './wasted.ts';

/** What each group read, should have read, and lost. */
export async function groupsOf(
  store: Store,
  request: Request,
  scope: Scope,
  groups: readonly Grouping[],
): Promise<Answer> {
  const rows = await store.rows(rowsQuery, { limit: rowLimit(request.limit) });
  const [total = {}] = await store.rows(totalQuery);
  const columns: readonly Column[] = [
    { key: 'rank', title: '#', unit: 'count' },
    ...keyColumns(groups),
    ...measures,
    { key: 'causes', unit: 'json', show: 'asked' },
  ];
  const totals = only(total, measures);
  return {
    sections: [
      {
        key: 'rows',
        columns,
        rows: rows.map((row) => groupRow(row, groups, columns)),
        more: Math.max(0, Number(total['groups']) - rows.length),
        footer: { ...totals, [groups[0]?.key ?? 'key']: 'total', key: 'total' },
      },
      await causesOf(store),
      await breaks(store, scope),
      await lifetimes(store),
      await unreadWrites(store),
      await repeatedPrompts(store, request),
    ],
    totals: { columns: measures, row: totals },
    meta: { unpriced_calls: total['unpriced_calls'] ?? null, cache_rules: cacheRulesVersion },
    notes: await trustNotes(store, total),
  };
}

function groupRow(row: Row, groups: readonly Grouping[], columns: readonly Column[]): Row {
  return only({ ...row, ...keysOf(row, groups) }, columns);
}

/** DuckDB's LIMIT takes no infinity. */
const rowLimit = (limit: number) => (Number.isFinite(limit) ? limit : Number.MAX_SAFE_INTEGER);
