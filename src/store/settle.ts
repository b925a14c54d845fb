import type { Dialect } from '../dialects/dialect.ts';
import accounting from './accounting.sql';
import compacted from './compacted.sql';
import otherForeign from './other_foreign.sql';
import otherRecord from './other_record.sql';
import repeatedCall from './repeated_call.sql';
import settled from './settled.sql';
import type { Store } from './store.ts';
import superseded from './superseded.sql';
import supersededEvent from './superseded_event.sql';
import toolResults from './tool_results.sql';
import traceRecords from './trace_records.sql';

/** Keeps one row per call, counts where every record went, and leaves only spans in `landed`. `hasForeign`: objects that tell of no call stood beside them. */
export async function settleRecords(
  store: Store,
  dialects: readonly Dialect[],
  hasForeign: boolean,
): Promise<void> {
  await countRecords(store, dialects, hasForeign);
  await keepOneOfEach(store);
}

/** Of which types the records are that are no spans, in `other_record`, and what became of all of them, in `accounting`. */
export async function countRecords(
  store: Store,
  dialects: readonly Dialect[],
  hasForeign: boolean,
): Promise<void> {
  await store.run(settled);
  const [others] = await store.rows('SELECT coalesce(sum(other), 0)::DOUBLE AS records FROM landed_count');
  if (others?.['records'] !== 0)
    await store.run(otherRecord, { known: JSON.stringify(knownOthers(dialects)) });
  await store.run(accounting);
  if (hasForeign) await store.run(otherForeign);
}

/**
 * Names the copies of calls in `superseded`, what came of tool calls in `tool_result`, and leaves only spans in `landed`,
 * once each; `beforeDropping` may save the others, if there are any.
 */
export async function keepOneOfEach(
  store: Store,
  beforeDropping?: (isAny: boolean) => Promise<void>,
): Promise<void> {
  const { rows, others, events } = await landedCounts(store);
  const isRepeated = await findRepeatedCalls(store, rows);
  if (isRepeated) await store.run(superseded);
  if (events > 0) await store.run(supersededEvent);
  if (others > 0) {
    await store.run(toolResults);
    await store.run(traceRecords);
    if (await isCompacted(store)) await store.run(compacted);
  }
  const isAny = isRepeated || events + others > 0;
  await beforeDropping?.(isAny);
  if (isAny)
    await store.run('DELETE FROM landed WHERE kind IS NULL OR rowid IN (SELECT landed_row FROM superseded)');
}

/** Does any record say that a history was cut down? Most logs have no column for it. */
async function isCompacted(store: Store): Promise<boolean> {
  const [found] = await store.rows(
    "SELECT EXISTS (FROM complete WHERE NOT is_span AND cache_miss_reason = 'compacted') AS is_any",
  );
  return found?.['is_any'] === true;
}

type Counts = { readonly rows: number; readonly others: number; readonly events: number };

/** How many rows landed; how many of them are no spans, and how many are events beside spans. */
async function landedCounts(store: Store): Promise<Counts> {
  const [counts] = await store.rows(
    'SELECT count(*)::DOUBLE AS landed, count_if(NOT is_span)::DOUBLE AS others, count_if(completeness < 0)::DOUBLE AS events FROM complete',
  );
  return {
    rows: Number(counts?.['landed']),
    others: Number(counts?.['others']),
    events: Number(counts?.['events']),
  };
}

/** So many rows are grouped at once: a group takes some 40 bytes. */
const rowsAtOnce = 300_000;
const keys = 2n ** 64n;

/** Fills `repeated_call`; is there any? */
async function findRepeatedCalls(store: Store, rows: number): Promise<boolean> {
  const slices = BigInt(Math.max(1, Math.ceil(rows / rowsAtOnce)));
  for (let slice = 0n; slice < slices; slice += 1n) {
    const [least, most] = [(keys * slice) / slices, (keys * (slice + 1n)) / slices - 1n];
    await store.run(repeatedCall, { least: String(least), most: String(most) });
  }
  const found = await store.rows('SELECT call_key::VARCHAR AS call_key FROM repeated_call LIMIT 1');
  return found.length > 0;
}

/** By dialect, the record types that are known to be no spans; a dialect that lists none is left out. */
function knownOthers(dialects: readonly Dialect[]): Record<string, readonly string[]> {
  return Object.fromEntries(
    dialects.flatMap(({ name, others }) => (others === undefined ? [] : [[name, others]])),
  );
}
