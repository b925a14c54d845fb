import { listValue } from '@duckdb/node-api';
import type { Request } from '../../request/request.ts';
import accounting from '../accounting.sql';
import { dimensions, enrich, makeRecord } from '../enrich.ts';
import { absentColumns } from '../landed.ts';
import type { Store } from '../store.ts';
import question from './question.sql';

/**
 * What is found out at import about single spans, by the columns that it is for (none: all questions ask for it). A table that no
 * column needs, or that is empty in the file, is known to be so when a question is planned: joins of millions of rows are saved.
 */
const derived: Readonly<Record<string, readonly string[]>> = {
  rollup: [],
  stage: ['stage'],
  trace_dimension: dimensions,
  tool_result: [],
  trace_record: ['tags', 'attributes'],
};
/** Of these, what the logs say themselves. */
const logged = ['tool_result', 'trace_record'];

/**
 * Makes `complete`, `record` and what accounts for the records of the attached file, as `load` and `enrich` do from logs. Gives
 * back whether roll-ups are those of the import: else they are found now.
 */
export async function openQuestion(
  store: Store,
  needed: ReadonlySet<string>,
  { rollup, followLinks }: Asked,
): Promise<boolean> {
  const isAsKept = rollup === 'auto' && !followLinks;
  await nameSources(store);
  // Following links changes the traces of spans: in a copy.
  const { columns } = await store.table('FROM kept.landed LIMIT 0');
  const absent = absentColumns(new Set(columns.map(({ name }) => name)));
  await store.run(
    `CREATE ${followLinks ? 'TABLE' : 'VIEW'} landed AS SELECT *, rowid AS landed_row${absent} FROM kept.landed`,
  );
  await store.run(question);
  await store.run(accounting);
  if (isAsKept) {
    await viewDerived(store, Object.keys(derived), (table) => isNeeded(derived[table], needed));
    await makeRecord(store);
  } else {
    await viewDerived(store, logged, () => true);
    await enrich(store, needed, { rollup, followLinks });
  }
  return isAsKept;
}

type Asked = Pick<Request, 'rollup' | 'followLinks'>;

const isNeeded = (columns: readonly string[] = [], needed: ReadonlySet<string>) =>
  columns.length === 0 || columns.some((column) => needed.has(column));

async function viewDerived(
  store: Store,
  tables: readonly string[],
  isAsked: (table: string) => boolean,
): Promise<void> {
  const [filled = {}] = await store.rows(
    `SELECT ${tables.map((table) => `EXISTS (FROM kept.${table}) AS ${table}`).join(', ')}`,
  );
  for (const table of tables)
    await store.run(
      `CREATE VIEW ${table} AS FROM kept.${table}${filled[table] === true && isAsked(table) ? '' : ' WHERE false'}`,
    );
}

async function nameSources(store: Store): Promise<void> {
  const rows = await store.rows(`
    SELECT source.source_id, source.dialect, source.span_is_call, log.name
    FROM kept.source JOIN kept.log USING (log_id) ORDER BY source.source_id`);
  const last = Math.max(1, ...rows.map((row) => Number(row['source_id'])));
  const byId = new Map(rows.map((row) => [Number(row['source_id']), row]));
  const places = Array.from({ length: last }, (_, index) => byId.get(index + 1));
  const text = (key: string) => listValue(places.map((row) => (row === undefined ? null : String(row[key]))));
  await store.run('SET VARIABLE source_files = $list', { list: text('name') });
  await store.run('SET VARIABLE source_dialects = $list', { list: text('dialect') });
  await store.run('SET VARIABLE kept_span_is_call = $list', {
    list: listValue(places.map((row) => row?.['span_is_call'] === true)),
  });
}
