import { listValue } from '@duckdb/node-api';
import type { Store } from '../store.ts';
import { heldColumns } from './held.ts';
import removeRows from './remove.sql';
import removeDerived from './remove_derived.sql';
import unattributed from './unattributed.sql';
import writeAside from './write_aside.sql';
import writeDerived from './write_derived.sql';
import writeLanded from './write_landed.sql';
import writeRollup from './write_rollup.sql';

/** Brings the rows of the file up to what the pool has settled to: within a transaction, or not at all. */
export async function writeRows(store: Store, removed: readonly number[]): Promise<void> {
  if (removed.length > 0) {
    const gone = listValue([...removed]);
    for (const table of ['landed', 'set_aside', 'source', 'other_record'])
      await store.run(`DELETE FROM kept.${table} WHERE list_contains($gone, source_id)`, { gone });
  }
  await store.run(removeRows);
  await store.run(writeLanded, { columns: listValue(await heldColumns(store)) });
  await store.run(removeDerived);
  await writeBeside(store);
}

/** Writes what stands beside the spans: other copies, and what trees and traces say about them. */
export async function writeBeside(store: Store): Promise<void> {
  await store.run(writeAside);
  await store.run(writeDerived);
  await store.run(unattributed);
  await store.run(writeRollup);
}
