import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listValue } from '@duckdb/node-api';
import type { Wanted } from '../dialects/dialect.ts';
import { spreadLines } from '../read/spread.ts';
import { essentialColumns, landableTypes } from './columns.ts';
import { type Batch, landingRows } from './landing.ts';
import type { Store } from './store.ts';

/** So much of a large log is looked at before it lands. */
const glimpseBytes = 4 * 1024 * 1024;
const largeLog = 32 * 1024 * 1024;

/** Columns that a large log can do without: a look into it finds nothing in them, or (`call_key`) another says the same. */
export async function emptyColumns(
  store: Store,
  batches: readonly Batch[],
  wanted: Wanted,
  workspace: string,
): Promise<Set<string>> {
  const bytes = batches.flatMap(({ sources }) => sources).reduce((sum, source) => sum + source.bytes, 0);
  if (bytes < largeLog) return new Set();
  const empty = new Set(
    [...wanted.columns].filter((column) => landableTypes.has(column) && !essentialColumns.has(column)),
  );
  for (const batch of batches) {
    const filled = await filledColumns(store, batch, wanted, workspace);
    if (filled === undefined) return new Set();
    for (const column of filled) empty.delete(column);
  }
  if (spanIsCall(batches)) empty.add('call_key');
  return empty;
}

/** Is a span of these batches never logged under another id than its own? */
export const spanIsCall = (batches: readonly Batch[]): boolean =>
  batches.every(({ dialect }) => dialect.spanIsCall === true);

/** The columns that have a value somewhere in a batch's spread lines; undefined where these show none, or records of several kinds. */
async function filledColumns(
  store: Store,
  batch: Batch,
  wanted: Wanted,
  workspace: string,
): Promise<readonly string[] | undefined> {
  const path = join(workspace, `glimpse-${crypto.randomUUID()}.jsonl`);
  const lines = spreadLines(batch.sources, glimpseBytes);
  writeFileSync(path, Buffer.concat(lines), { mode: 0o600 });
  const sources = batch.sources.slice(0, 1).map((source) => ({ ...source, path }));
  const landing = landingRows(batch, sources, wanted, { limit: glimpseBytes, isTrusted: true });
  const { columns, rows } = await store.table(
    `SELECT count(columns(lambda name: list_contains($landing_columns, name))), count(*) AS rows, count_if(is_unexpected) AS unexpected
    FROM (${landing.rows})`,
    { ...landing.parameters, landing_columns: listValue([...wanted.columns]) },
  );
  rmSync(path);
  const [counts = {}] = rows;
  if (counts['rows'] === 0 || counts['unexpected'] !== 0) return undefined;
  const filled = columns.map(({ name }) => name).filter((name) => counts[name] !== 0);
  return filled.map((name) => /^count\((.*)\)$/.exec(name)?.[1] ?? name);
}
