import { UserError } from '../../error.ts';
import type { Column, Row } from '../../report/report.ts';
import type { OptionValue } from '../../request/options.ts';
import type { Request } from '../../request/request.ts';
import { sqlError } from '../../store/outsideSql.ts';
import type { Store } from '../../store/store.ts';
import { tableNames } from '../../store/syntaxTree.ts';
import type { SqlColumn } from '../../store/values.ts';
import type { Answer } from '../analysis.ts';
import { trustNotes } from '../trust.ts';
import trusted from '../trusted.sql';
import { columnOf } from './columns.ts';
import type { Query } from './query.ts';
import tables from './tables.sql';

/** Nobody reads more on a terminal. */
const mostOnScreen = 1000;

/**
 * The rows of a query, as they come.
 * @throws UserError where the engine cannot run it
 */
export async function answerQuery(
  store: Store,
  request: Request,
  query: Query,
  limit: OptionValue,
): Promise<Answer> {
  await store.run(tables);
  const { columns, rows, prose } = await result(store, query);
  const [trust = {}] = await store.rows(trusted);
  const most = typeof limit === 'number' ? limit : rows.length;
  const section = {
    key: 'rows',
    columns: columns.map((column) => columnOf(column, rows, columns)),
    rows: rows.slice(0, most),
    more: Math.max(0, rows.length - most),
    ...(request.all || limit !== undefined ? {} : { screenRows: mostOnScreen }),
    ...(prose === undefined ? {} : { prose }),
  };
  return {
    sections: [section],
    meta: { unpriced_calls: trust['unpriced_calls'] ?? null },
    notes: tellsMeasures(section.columns) ? await trustNotes(store, trust) : [],
  };
}

type Result = {
  readonly columns: readonly SqlColumn[];
  readonly rows: readonly Row[];
  /** The column of long texts. */
  readonly prose?: string;
};

async function result(store: Store, { sql, values }: Query): Promise<Result> {
  try {
    const type = await store.statementType(sql);
    if (type !== 'SELECT' && type !== 'EXPLAIN') throw new UserError(`sql: ${type} cannot be run`);
    const table = await store.readOnlyTable(sql, values);
    if (type === 'EXPLAIN') return { ...table, prose: 'explain_value' };
    return showTables.test(sql) ? { ...table, rows: table.rows.filter(isOurs) } : table;
  } catch (error) {
    throw sqlError(error) ?? error;
  }
}

const showTables = /^\s*show\s+tables\s*;?\s*$/i;

/** The engine lists what the tables are made of, too. */
const isOurs = ({ name }: Row) => tableNames.includes(String(name));

/** What totals do not know matters only where there are any. */
function tellsMeasures(columns: readonly Column[]): boolean {
  return columns.some(({ unit }) => unit === 'usd' || unit === 'tokens');
}
