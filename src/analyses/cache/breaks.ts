import type { Row, Section } from '../../report/report.ts';
import type { Store } from '../../store/store.ts';
import type { Scope } from '../analysis.ts';
import breakTable from './break.sql';
import breaksQuery from './breaks.sql';
import changedQuery from './changed.sql';
import first from './first.sql';
import likelihood from './likelihood.sql';
import near from './near.sql';
import { told } from './told.ts';

/** Since when places of the program miss the cache that used to find it, and what else changed then; the dearest first. */
export async function breaks(store: Store, scope: Scope): Promise<Section> {
  await store.run(likelihood);
  await store.run(breakTable);
  const [broken] = await store.rows('SELECT count(*)::INTEGER AS places FROM cache_break');
  const { found, changes } =
    Number(broken?.['places']) > 0 ? await brokenPlaces(store, scope) : { found: [], changes: [] };
  return {
    key: 'breaks',
    title: 'since when',
    gist: 'since when: no place of the program lost its cache at one moment',
    telling: found.length,
    prose: 'story',
    columns: [
      { key: 'at', title: 'since', unit: 'instant', show: 'always' },
      { key: 'name', title: 'where', unit: 'text', show: 'always' },
      { key: 'feature', unit: 'text', show: 'asked' },
      { key: 'model', unit: 'text', show: 'asked' },
      { key: 'hit_ratio_before', title: 'before', unit: 'fraction', show: 'asked' },
      { key: 'hit_ratio_after', title: 'since then', unit: 'fraction', show: 'asked' },
      { key: 'misses', unit: 'count', show: 'asked' },
      { key: 'lost_usd', title: 'lost', unit: 'usd', show: 'always' },
      { key: 'cause', unit: 'text', show: 'always' },
      { key: 'story', unit: 'text', show: 'always' },
      { key: 'changed', unit: 'json', show: 'asked' },
      { key: 'why', unit: 'text', show: 'asked' },
      { key: 'last_good_at', unit: 'instant', show: 'asked' },
      { key: 'trace_id', unit: 'text', show: 'asked' },
      { key: 'span_id', unit: 'text', show: 'asked' },
    ],
    rows: found.map((row) =>
      breakRow(
        row,
        changes.filter(({ site }) => site === row['site']),
      ),
    ),
  };
}

async function brokenPlaces(store: Store, { lateAttributes }: Scope) {
  await store.run(first);
  const found = await told(store, await store.rows(breaksQuery));
  await store.run(near);
  await store.run('CREATE OR REPLACE TEMP TABLE late_attribute (landed_row BIGINT, attributes JSON)');
  await lateAttributes?.();
  return { found, changes: await store.rows(changedQuery) };
}

function breakRow(
  { first_bad_at: firstBad = null, lost_since_usd = null, ...row }: Row,
  changes: readonly Row[],
): Row {
  const since = changes.map((change) => String(change['since'])).sort();
  return {
    ...row,
    at: earlier(firstBad, since[0]),
    lost_usd: lost_since_usd,
    changed: changes.map(({ field = null, value_before = null, value_after = null }) => ({
      ...{ field, before: value_before, after: value_after },
    })),
    story: [fall(row), ...changes.map(changeText), `the first one: ${String(row['why'])}`].join('; '),
  };
}

/** `read of what could be: 100% before, 0% since`. */
function fall({ hit_ratio_before: before, hit_ratio_after: after, misses }: Row): string {
  const percent = (ratio: Row[string] | undefined) => `${Math.round(Number(ratio) * 100)}%`;
  return `read of what could be: ${percent(before)} before, ${percent(after)} since, in ${Number(misses).toLocaleString('en')} misses`;
}

const changeText = ({ field, value_before: from, value_after: to }: Row) =>
  `${field} ${from ?? '–'} → ${to ?? '–'}`;

/** A change that comes with the break dates it better than the first call that misses what an earlier one had left. */
function earlier(firstBad: Row[string], since: string | undefined): Row[string] {
  return since === undefined || firstBad === null ? firstBad : ([String(firstBad), since].sort()[0] ?? null);
}
