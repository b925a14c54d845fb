import type { Store } from './store.ts';

/** Does some work, and drops the temporary tables that it leaves behind: the next work has their room. */
export async function tidied<Found>(store: Store, work: () => Promise<Found>): Promise<Found> {
  const before = new Set(await temporaryTables(store));
  const found = await work();
  const left = (await temporaryTables(store)).filter((name) => !before.has(name));
  for (const name of left) await store.run(`DROP TABLE ${name}`);
  return found;
}

/** Names from our own SQL: nothing from outside gets in. */
async function temporaryTables(store: Store): Promise<string[]> {
  const rows = await store.rows(
    'SELECT table_name FROM duckdb_tables() WHERE temporary AND NOT internal ORDER BY table_name',
  );
  return rows.map(({ table_name }) => String(table_name));
}
