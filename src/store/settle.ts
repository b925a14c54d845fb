import type { Dialect } from '../dialects/dialect.ts';
import accounting from './accounting.sql';
import otherRecord from './other_record.sql';
import repeatedCall from './repeated_call.sql';
import type { Store } from './store.ts';
import superseded from './superseded.sql';
import toolResults from './tool_results.sql';

/** Keeps one row per call, counts where every record went, and leaves only spans in `landed`. */
export async function settleRecords(store: Store, dialects: readonly Dialect[]): Promise<void> {
  await store.run(repeatedCall);
  await store.run(superseded);
  await store.run(accounting);
  await store.run(otherRecord, { known: JSON.stringify(knownOthers(dialects)) });
  await store.run(toolResults);
  await store.run('DELETE FROM landed WHERE NOT is_span OR rowid IN (SELECT landed_row FROM superseded)');
}

/** By dialect, the record types that are known to be no spans; a dialect that lists none is left out. */
function knownOthers(dialects: readonly Dialect[]): Record<string, readonly string[]> {
  return Object.fromEntries(
    dialects.flatMap(({ name, others }) => (others === undefined ? [] : [[name, others]])),
  );
}
