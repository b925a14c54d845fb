import type { Request } from '../request/request.ts';
import { loggedColumns, neededColumns } from './columns.ts';
import { enrich } from './enrich.ts';
import { load } from './load.ts';
import { pick } from './pick.ts';
import { loadPrices } from './price.ts';
import { createSchema, settle } from './schema.ts';
import { settleRecords } from './settle.ts';
import type { Store } from './store.ts';

/** Makes all tables and views as of a log without any record: what they are made of, for whoever has no log at hand. */
export async function loadEmptyLog(store: Store, request: Request): Promise<void> {
  const columns = neededColumns(loggedColumns);
  await createSchema(store, request.assumeTz);
  await load({ store, dialects: [], wanted: { columns, map: {} }, workspace: '' }, []);
  await settleRecords(store, [], false);
  await enrich(store, columns, request);
  await loadPrices(store, { sources: [] });
  await settle(store, request);
  await pick(store, { start: null, end: null, globs: {}, where: [] });
}
