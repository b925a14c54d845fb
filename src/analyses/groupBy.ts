import type { Column, Row, Value } from '../report/report.ts';
import type { Store } from '../store/store.ts';
import { type Grouping, groupColumns } from './dimensions.ts';
import grouped from './grouped.sql';

/** Sets what the macro `grouped` groups by. */
export async function groupBy(store: Store, [first, second]: readonly Grouping[]): Promise<void> {
  await store.run('SET VARIABLE first_dimension = $name::VARCHAR', { name: first?.name ?? null });
  await store.run('SET VARIABLE first_dimension_key = $member::VARCHAR', { member: first?.member ?? null });
  await store.run('SET VARIABLE second_dimension = $name::VARCHAR', { name: second?.name ?? null });
  await store.run('SET VARIABLE second_dimension_key = $member::VARCHAR', { member: second?.member ?? null });
  await store.run(grouped);
}

/** The columns that say which group a row is about: one for scripts to hold on to, and one per dimension. */
export function keyColumns(groups: readonly Grouping[]): Column[] {
  const key: Column = {
    key: 'key',
    title: groups.map(({ name, member }) => member ?? name).join(' / '),
    unit: 'text',
    show: groups.length > 1 ? 'asked' : 'always',
  };
  return [key, ...groupColumns(groups)];
}

/** The values under `keyColumns` of a row with `first_key` and `second_key`. */
export function keysOf(row: Row, groups: readonly Grouping[]): Row {
  const values = [row['first_key'] ?? null, row['second_key'] ?? null].slice(0, groups.length);
  const own = Object.fromEntries(groups.map(({ key }, index) => [key, values[index] ?? null]));
  return { ...own, key: joined(values) };
}

/** One text for a script to hold on to; unknown when all parts are. */
function joined(values: readonly Value[]): string | null {
  return values.every((value) => value === null) ? null : values.map((value) => value ?? '–').join(' / ');
}
