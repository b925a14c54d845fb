import type { Store } from '../../store/store.ts';
import type { Finding } from './finding.ts';
import unused from './unused.sql';

/** Logged numbers of home-made records that look like tokens, cost or time, and the option that would use them. */
export async function unusedFields(store: Store): Promise<Finding> {
  const rows = await store.rows(unused);
  const section = {
    ...{ key: 'unused', title: 'unused fields', rows, telling: rows.length },
    gist: 'unused fields: none looks like tokens, cost or time',
    columns: [
      { key: 'field', unit: 'text', show: 'always' },
      { key: 'spans', unit: 'count', show: 'always' },
      { key: 'map', title: 'to use it', unit: 'text', show: 'always' },
    ] as const,
  };
  return { section, reasons: [] };
}
