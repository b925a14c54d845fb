import type { Row } from '../../report/report.ts';
import type { Request } from '../../request/request.ts';
import { loadEmptyLog } from '../../store/emptyLog.ts';
import logged from '../../store/logged.sql';
import price from '../../store/price.sql';
import type { Store } from '../../store/store.ts';
import type { Answer } from '../analysis.ts';
import tables from './tables.sql';

/** The tables, in order of use, and what a row of each is. */
const names = ['span', 'call', 'tool_call', 'trace', 'price'] as const;

/** The tables and columns as the engine has them, with the meanings that stand beside their definitions. */
export async function schema(store: Store, request: Request): Promise<Answer> {
  await loadEmptyLog(store, request);
  await store.run(tables);
  const columns = await store.rows(
    "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE table_name IN ('span', 'trace', 'price') ORDER BY table_name, column_index",
  );
  return {
    sections: [
      {
        key: 'rows',
        columns: [
          { key: 'table', unit: 'text', show: 'always' },
          { key: 'column', unit: 'text', show: 'always' },
          { key: 'type', unit: 'text', shownBy: 'short_type' },
          { key: 'meaning', unit: 'text', show: 'always', wraps: true },
        ],
        rows: names.flatMap((table) => [
          tableRow(table),
          ...columns.filter((column) => column['table_name'] === table).map(columnRow),
        ]),
      },
    ],
    notes: [],
  };
}

function tableRow(table: string): Row {
  return { table, column: '*', type: null, meaning: tableMeaning(table) };
}

function columnRow({ table_name, column_name, data_type }: Row): Row {
  const [table, column, type] = [String(table_name), String(column_name), sqlType(String(data_type))];
  return {
    ...{ table, column, type, meaning: meaningOf(table, column) },
    short_type: type.replace(/^STRUCT\(.*\)/, 'STRUCT(…)'),
  };
}

function sqlType(type: string): string {
  return type.replaceAll('TIMESTAMP WITH TIME ZONE', 'TIMESTAMPTZ');
}

/** The comment before a table's definition. */
function tableMeaning(table: string): string | null {
  if (table === 'price') return /^-- (.+)/.exec(price)?.[1] ?? null;
  return new RegExp(`^-- (.+)\\nCREATE .*VIEW ${table} AS$`, 'm').exec(tables)?.[1] ?? null;
}

/** The comment beside a column's definition; where the tables of `sql` keep silent, that of the log's own table. */
function meaningOf(table: string, column: string): string | null {
  if (table === 'price') return priceMeanings.get(column) ?? null;
  return (
    viewMeanings(table).get(column) ?? viewMeanings('span').get(column) ?? loggedMeanings.get(column) ?? null
  );
}

/** A table names a column first, a view last. */
const inTable = /^ {2}(\w+) .* -- (.+)$/gm;
const inView = /^ {2}(?:.* )?(\w+),? -- (.+)$/gm;

const loggedMeanings = meanings(logged, inTable);
const priceMeanings = meanings(price, inTable);

function viewMeanings(table: string): ReadonlyMap<string, string> {
  const start = tables.indexOf(`VIEW ${table} AS`);
  return meanings(tables.slice(start, tables.indexOf('\nFROM', start)), inView);
}

function meanings(definition: string, line: RegExp): ReadonlyMap<string, string> {
  return new Map([...definition.matchAll(line)].map(([, name = '', meaning = '']) => [name, meaning]));
}
