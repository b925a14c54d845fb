import { listValue } from '@duckdb/node-api';
import type { Remembered } from '../../read/remembered.ts';
import { landableNames } from '../columns.ts';
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
import touchedTrace from './touched_trace.sql';

/** Columns that are kept as they landed; the others are made of these, or are ids of the file. */
const asLanded = landableNames.filter(
  (name) => !['source_id', 'call_key', 'trace_key', 'total_tokens'].includes(name),
);

export const landedNames = listValue(asLanded);
/** As they stand in the pool. */
const poolNames = listValue([...asLanded, 'source_id', 'call_key', 'total_tokens', 'kept_rowid', 'is_aside']);

/** Takes what has just been read under the ids of the file, beside the rows that the file has (`kept_row`). */
export async function takeArrived(store: Store, arrived: readonly Arrival[], kept: Kept): Promise<void> {
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
  if (kept.sources.length === 0) return;
  const ids = [...arrived].sort((one, other) => one.source.id - other.source.id).map(({ id }) => id);
  await store.run(arrivedRows, { columns: landedNames, ids: listValue(ids.length > 0 ? ids : [0]) });
}

type Kept = { readonly logs: readonly Remembered[]; readonly sources: readonly KeptSource[] };

const nameOf = (logs: readonly Remembered[], id: number) => logs.find((log) => log.id === id)?.name;

/** The first rows of a file: what has landed is all there is, under the ids that it has. */
export async function prepareFresh(store: Store): Promise<void> {
  await store.run('ALTER TABLE landed ADD COLUMN kept_rowid BIGINT');
  await store.run('ALTER TABLE landed ADD COLUMN is_aside BOOLEAN');
  await completeLanded(store);
}

/** Replaces `landed` by all rows that what was read, or what goes with the sources `removed`, can have a bearing on. */
export async function gatherPool(store: Store, removed: readonly number[]): Promise<void> {
  const gone = listValue(removed.length > 0 ? [...removed] : [0]);
  await store.run(touchedCall, { removed: gone });
  await store.run(touchedTrace, { removed: gone });
  await store.run(pool, { removed: gone, columns: landedNames });
  await store.run('SET VARIABLE span_is_call = false');
  await completeLanded(store);
}

/** Finds what the rows of `landed` come to together: which copies count, what trees and traces say about single spans. */
export async function settlePool(store: Store, isFresh: boolean): Promise<void> {
  // Of a file that has nothing yet, nothing has to be looked for.
  await store.run(
    `CREATE OR REPLACE TABLE touched_span AS SELECT DISTINCT span_key, trace_key FROM complete${isFresh ? ' LIMIT 0' : ''}`,
  );
  await keepOneOfEach(store, (isAny) => store.run(aside, { columns: poolNames, is_any: isAny }));
  await enrich(store, everyDimension, { rollup: 'auto', followLinks: false });
}

export const everyDimension: ReadonlySet<string> = new Set(['stage', 'session_id']);
