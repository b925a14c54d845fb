import { listValue } from '@duckdb/node-api';
import { asLanded } from '../columns.ts';
import type { Store } from '../store.ts';

/** The columns that the spans of the file have, after those were added that rows of the pool are the first to fill. */
export async function heldColumns(store: Store): Promise<string[]> {
  const columns = await columnsOf(store, 'landed');
  const missing = asLanded.filter((name) => !columns.has(name));
  if (missing.length === 0) return [...asLanded];
  const filled = await filledOf(store, missing);
  const types = await columnsOf(store, 'landed_columns');
  for (const name of filled) await store.run(`ALTER TABLE kept.landed ADD COLUMN ${name} ${types.get(name)}`);
  return asLanded.filter((name) => columns.has(name) || filled.includes(name));
}

async function columnsOf(store: Store, table: string): Promise<Map<string, string>> {
  const rows = await store.rows(
    `SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = 'kept' AND table_name = $table ORDER BY column_index`,
    { table },
  );
  return new Map(rows.map((row) => [String(row['column_name']), String(row['data_type'])]));
}

async function filledOf(store: Store, names: readonly string[]): Promise<string[]> {
  const [counts = {}] = await store.rows(
    'SELECT count(columns(lambda name: list_contains($names, name))) FROM complete',
    { names: listValue([...names]) },
  );
  return names.filter((name) => Number(counts[`count(${name})`]) > 0 || Number(counts[name]) > 0);
}
