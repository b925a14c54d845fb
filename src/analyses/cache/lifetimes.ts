import type { Row, Section } from '../../report/report.ts';
import type { Store } from '../../store/store.ts';
import lifetimeTable from './lifetime.sql';
import lifetimeRows from './lifetime_rows.sql';
import reach from './reach.sql';

/** What prompts would cost with entries that live five minutes, or an hour; and, of prompts in blocks, what any cache could read. */
export async function lifetimes(store: Store): Promise<Section> {
  await store.run(lifetimeTable);
  const costs = await store.rows(lifetimeRows);
  const reachable = await store.rows(reach);
  const seconds = [...new Set([...reachable, ...costs].map((row) => row['lifetime_s'] ?? null))].sort(
    inOrder,
  );
  const of = (rows: readonly Row[], lifetime: Row[string]) =>
    rows.find((row) => (row['lifetime_s'] ?? null) === lifetime) ?? {};
  return {
    key: 'lifetimes',
    title: 'had entries lived',
    gist: 'had entries lived longer: no call says what it wrote',
    telling: seconds.length,
    columns: [
      { key: 'lifetime_s', title: 'for', unit: 'number', show: 'always', shownBy: 'shown_lifetime' },
      { key: 'reachable_ratio', title: 'reachable', unit: 'fraction' },
      { key: 'hit_ratio', title: 'hit ratio', unit: 'fraction', show: 'always' },
      { key: 'expired', unit: 'count' },
      { key: 'read_tokens', title: 'read', unit: 'tokens' },
      { key: 'written_tokens', title: 'written', unit: 'tokens' },
      { key: 'prompt_usd', title: 'prompts cost', unit: 'usd', show: 'always' },
      { key: 'saved_usd', title: 'saved', unit: 'usd', show: 'always' },
    ],
    rows: seconds.map((lifetime) => ({
      ...{ reachable_ratio: null, hit_ratio: null, expired: null, read_tokens: null, written_tokens: null },
      ...{ prompt_usd: null, saved_usd: null },
      ...of(reachable, lifetime),
      ...of(costs, lifetime),
      lifetime_s: lifetime,
      shown_lifetime: lifetime === null ? 'ever' : lifetime === 3600 ? '1 h' : `${Number(lifetime) / 60} min`,
    })),
  };
}

const inOrder = (one: Row[string], other: Row[string]) =>
  Number(one ?? Number.MAX_VALUE) - Number(other ?? Number.MAX_VALUE);
