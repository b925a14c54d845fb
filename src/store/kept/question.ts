import { listValue } from '@duckdb/node-api';
import type { Request } from '../../request/request.ts';
import accounting from '../accounting.sql';
import { enrich, makeRecord } from '../enrich.ts';
import type { Store } from '../store.ts';
import { everyDimension } from './change.ts';
import question from './question.sql';

/** What is found out at import about single spans; a table that is empty in the file is known to be so when a question is planned. */
const derived = ['rollup', 'stage', 'trace_dimension', 'tool_result', 'trace_record'];
/** Of these, what the logs say themselves. */
const logged = ['tool_result', 'trace_record'];

/**
 * Makes `complete`, `record` and what accounts for the records of the attached file, as `load` and `enrich` do from logs. Gives
 * back whether roll-ups are those of the import: else they are found now.
 */
export async function openQuestion(store: Store, { rollup, followLinks }: Asked): Promise<boolean> {
  const isAsKept = rollup === 'auto' && !followLinks;
  await nameSources(store);
  // Following links changes the traces of spans: in a copy.
  await store.run(
    `CREATE ${followLinks ? 'TABLE' : 'VIEW'} landed AS SELECT *, rowid AS landed_row FROM kept.landed`,
  );
  await store.run(question);
  await store.run(accounting);
  await viewDerived(store, isAsKept ? derived : logged);
  if (isAsKept) await makeRecord(store);
  else await enrich(store, everyDimension, { rollup, followLinks });
  return isAsKept;
}

type Asked = Pick<Request, 'rollup' | 'followLinks'>;

async function viewDerived(store: Store, tables: readonly string[]): Promise<void> {
  const [filled = {}] = await store.rows(
    `SELECT ${tables.map((table) => `EXISTS (FROM kept.${table}) AS ${table}`).join(', ')}`,
  );
  for (const table of tables)
    await store.run(
      `CREATE VIEW ${table} AS FROM kept.${table}${filled[table] === true ? '' : ' WHERE false'}`,
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
