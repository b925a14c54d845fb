import { landableTypes } from './columns.ts';
import complete from './complete.sql';
import type { Store } from './store.ts';

/** In a count of 32 bits no number of tokens of one call is too large, but a corrupt one may be. */
const count = /_tokens$/;

/** What every row of a database file has, whether anything lands in it or not. */
const alwaysKept = ['is_first', 'call_key', 'total_tokens'];
const keptCosts = ['cost_pico_usd BIGINT', 'cost_assumed BOOLEAN'];

/**
 * Makes the empty table `landed` of some of the columns that can land, and `complete` of it. `isNarrow`: counts take 32 bits;
 * `into`: the table is that of a database file. Our own names and types in our own text: nothing from outside gets in.
 */
export async function createLanded(
  store: Store,
  columns: readonly string[],
  { into, isNarrow }: { readonly into?: 'kept.landed' | undefined; readonly isNarrow: boolean },
): Promise<void> {
  const isShort = isNarrow && into === undefined;
  const beside = into === undefined ? [] : alwaysKept.filter((column) => !columns.includes(column));
  const landed = [...columns, ...beside].map((name) => ({
    name,
    type: isShort && count.test(name) ? 'INTEGER' : typeOf(name),
  }));
  const declared = landed.map(({ name, type }) => `${name} ${type}`);
  const costs = into === undefined ? [] : keptCosts;
  await store.run(`CREATE OR REPLACE TABLE ${into ?? 'landed'} (${[...declared, ...costs].join(', ')})`);
  await completeLanded(store, landed);
}

/** The columns that a table does not have, unknown throughout: a part of a list of columns. */
export function absentColumns(names: ReadonlySet<string>): string {
  const absent = [...landableTypes].filter(([name]) => !names.has(name));
  return absent.map(([name, type]) => `, NULL::${type} AS ${name}`).join('');
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
  const all = widened.length === 0 ? '*' : `* REPLACE (${widened.join(', ')})`;
  await store.run(
    `CREATE OR REPLACE VIEW landed_whole AS SELECT ${all}, rowid AS landed_row${absentColumns(names)} FROM landed`,
  );
  await store.run(complete);
}

function typeOf(column: string): string {
  const type = landableTypes.get(column);
  if (type === undefined) throw new Error(`no such column can land: ${column}`);
  return type;
}
