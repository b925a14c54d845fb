import { listValue } from '@duckdb/node-api';
import type { Remembered } from '../../read/remembered.ts';
import { asLanded } from '../columns.ts';
import { enrich } from '../enrich.ts';
import { completeLanded } from '../landed.ts';
import { keepOneOfEach } from '../settle.ts';
import type { Store } from '../store.ts';
import arrivedRows from './arrived.sql';
import aside from './aside.sql';
import type { Arrival, KeptSource } from './assign.ts';
import pool from './pool.sql';
import rows from './rows.sql';
import touchedCall from './touched_call.sql';
import touchedRow from './touched_row.sql';
import touchedTrace from './touched_trace.sql';

const landedNames = listValue([...asLanded]);
/** As they stand in the pool. */
const poolNames = listValue([...asLanded, 'source_id', 'call_key', 'total_tokens', 'kept_rowid', 'is_aside']);

/** Names the sources of the file, those that were just read among them, and gives the rows that the file has as `kept_row`. */
export async function nameArrived(store: Store, arrived: readonly Arrival[], kept: Kept): Promise<void> {
  const sources = [
    ...kept.sources.map(({ id, log, spanIsCall }) => ({ id, spanIsCall, name: nameOf(kept.logs, log) })),
    ...arrived.map(({ id, source }) => ({
      id,
      spanIsCall: source.dialect.spanIsCall === true,
      name: source.file,
    })),
  ];
  const last = Math.max(1, ...sources.map(({ id }) => id));
  const byId = new Map(sources.map((source) => [source.id, source]));
  const places = Array.from({ length: last }, (_, index) => byId.get(index + 1));
  await store.run('SET VARIABLE kept_span_is_call = $list', {
    list: listValue(places.map((source) => source?.spanIsCall === true)),
  });
  await store.run('SET VARIABLE source_files = $list', {
    list: listValue(places.map((source) => source?.name ?? null)),
  });
  await store.run(rows);
}

/** Takes what has just been read under the ids of the file. */
export async function takeArrived(store: Store, arrived: readonly Arrival[]): Promise<void> {
  const last = Math.max(1, ...arrived.map(({ source }) => source.id));
  const byReading = new Map(arrived.map(({ id, source }) => [source.id, id]));
  const ids = Array.from({ length: last }, (_, index) => byReading.get(index + 1) ?? 0);
  await store.run(arrivedRows, { columns: landedNames, ids: listValue(ids) });
}

type Kept = { readonly logs: readonly Remembered[]; readonly sources: readonly KeptSource[] };

const nameOf = (logs: readonly Remembered[], id: number) => logs.find((log) => log.id === id)?.name;

/** Settles what has landed in a new file: all there is. */
export async function settleFirst(store: Store): Promise<void> {
  await keepOneOfEach(store, async (isAny) => {
    await store.run(aside, { columns: poolNames, is_any: isAny });
    await store.run('ALTER TABLE aside ADD COLUMN kept_rowid BIGINT');
    await store.run('ALTER TABLE aside ADD COLUMN is_aside BOOLEAN');
  });
  await enrich(store, everyDimension, { rollup: 'auto', followLinks: false });
}

/** Replaces `landed` by all rows that what was read, or what goes with the sources `removed`, can have a bearing on. */
export async function gatherPool(store: Store, removed: readonly number[]): Promise<void> {
  const gone = listValue(removed.length > 0 ? [...removed] : [0]);
  await store.run(touchedCall, { removed: gone });
  await store.run(touchedTrace, { removed: gone });
  await store.run(touchedRow, { removed: gone });
  const [extent = {}] = await store.rows(
    'SELECT min(kept_rowid) AS first, max(kept_rowid) AS last FROM touched_row',
  );
  const [first, last] = [extent['first'] ?? null, extent['last'] ?? null].map((place) =>
    place === null ? null : String(place),
  );
  await store.run(pool, { columns: landedNames, first: first ?? null, last: last ?? null });
  await store.run('SET VARIABLE span_is_call = false');
  await completeLanded(store);
}

/** Finds what the rows of `landed` come to together: which copies count, what trees and traces say about single spans. */
export async function settlePool(store: Store): Promise<void> {
  await store.run(
    'CREATE TABLE touched_span AS SELECT DISTINCT span_key, parent_key, trace_key FROM complete',
  );
  await keepOneOfEach(store, (isAny) => store.run(aside, { columns: poolNames, is_any: isAny }));
  await enrich(store, everyDimension, { rollup: 'auto', followLinks: false });
}

/** Do spans of the file stand aside from now on? */
export async function haveMoved(store: Store): Promise<boolean> {
  const [answer] = await store.rows('SELECT EXISTS (FROM aside WHERE NOT is_aside) AS have_moved');
  return answer?.['have_moved'] === true;
}

const everyDimension: ReadonlySet<string> = new Set(['stage', 'session_id']);
