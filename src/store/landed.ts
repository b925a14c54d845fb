import { landableTypes } from './columns.ts';
import complete from './complete.sql';
import type { Store } from './store.ts';

/** In a count of 32 bits no number of tokens of one call is too large, but a corrupt one may be. */
const count = /_tokens$/;

/**
 * Makes the empty table `landed` of some of the columns that can land, and `complete` of it; `isNarrow`: counts take 32 bits.
 * Our own names and types in our own text: nothing from outside gets in.
 */
export async function createLanded(
  store: Store,
  columns: readonly string[],
  isNarrow: boolean,
): Promise<void> {
  const types = columns.map((column) => (isNarrow && count.test(column) ? 'INTEGER' : typeOf(column)));
  const declared = columns.map((column, index) => `${column} ${types[index]}`);
  await store.run(`CREATE OR REPLACE TABLE landed (${declared.join(', ')})`);
  await completeLanded(
    store,
    columns.map((name, index) => ({ name, type: types[index] ?? '' })),
  );
}

/** Makes `complete` of `landed` as it now is. */
export async function completeLanded(
  store: Store,
  landed?: readonly { readonly name: string; readonly type: string }[],
): Promise<void> {
  const columns = landed ?? (await store.table('FROM landed LIMIT 0')).columns;
  const names = new Set(columns.map(({ name }) => name));
  const narrow = columns.filter(
    ({ name, type }) => type === 'INTEGER' && landableTypes.get(name) === 'BIGINT',
  );
  const widened = narrow.map(({ name }) => `${name}::BIGINT AS ${name}`);
  const absent = [...landableTypes].filter(([name]) => !names.has(name));
  const unknown = absent.map(([name, type]) => `, NULL::${type} AS ${name}`);
  const all = widened.length === 0 ? '*' : `* REPLACE (${widened.join(', ')})`;
  await store.run(
    `CREATE OR REPLACE VIEW landed_whole AS SELECT ${all}, rowid AS landed_row${unknown.join('')} FROM landed`,
  );
  await store.run(complete);
}

function typeOf(column: string): string {
  const type = landableTypes.get(column);
  if (type === undefined) throw new Error(`no such column can land: ${column}`);
  return type;
}
