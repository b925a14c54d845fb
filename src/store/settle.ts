import type { Dialect } from '../dialects/dialect.ts';
import accounting from './accounting.sql';
import otherRecord from './other_record.sql';
import repeatedCall from './repeated_call.sql';
import type { Store } from './store.ts';
import superseded from './superseded.sql';
import toolResults from './tool_results.sql';

/** Keeps one row per call, counts where every record went, and leaves only spans in `landed`. */
export async function settleRecords(store: Store, dialects: readonly Dialect[]): Promise<void> {
  await findRepeatedCalls(store);
  await store.run(superseded);
  await store.run(accounting);
  await store.run(otherRecord, { known: JSON.stringify(knownOthers(dialects)) });
  await store.run(toolResults);
  await store.run('DELETE FROM landed WHERE kind IS NULL OR rowid IN (SELECT landed_row FROM superseded)');
}

/** So many rows are grouped at once: a group takes some 40 bytes. */
const rowsAtOnce = 300_000;
const keys = 2n ** 64n;

async function findRepeatedCalls(store: Store): Promise<void> {
  await store.run('CREATE TEMP TABLE repeated_call (call_key UBIGINT)');
  const [landed] = await store.rows('SELECT count(*)::DOUBLE AS number FROM landed');
  const slices = BigInt(Math.max(1, Math.ceil(Number(landed?.['number']) / rowsAtOnce)));
  for (let slice = 0n; slice < slices; slice += 1n) {
    const [least, most] = [(keys * slice) / slices, (keys * (slice + 1n)) / slices - 1n];
    await store.run(repeatedCall, { least: String(least), most: String(most) });
  }
}

/** By dialect, the record types that are known to be no spans; a dialect that lists none is left out. */
function knownOthers(dialects: readonly Dialect[]): Record<string, readonly string[]> {
  return Object.fromEntries(
    dialects.flatMap(({ name, others }) => (others === undefined ? [] : [[name, others]])),
  );
}
