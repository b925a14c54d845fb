import type { Row } from '../report/report.ts';
import type { Store } from './store.ts';
import unpicked from './unpicked.sql';

/** Where nothing was picked: what the log holds beyond the window or the filters. An empty log says so itself. */
export async function whyNothing(store: Store): Promise<string[]> {
  const [found = {}] = await store.rows(unpicked);
  if (found['spans'] === 0) return [];
  return [found['spans_in_window'] === 0 ? beyondWindow(found) : beyondFilters(found)];
}

function beyondWindow({ spans, first_at, last_at }: Row): string {
  const where = first_at === null ? 'that have no time' : `from ${first_at} to ${last_at}`;
  return `nothing in this window: the log holds ${spanCount(spans)} ${where}`;
}

function beyondFilters({ spans_in_window }: Row): string {
  return `nothing passes the filters: without them there are ${spanCount(spans_in_window)}`;
}

function spanCount(count: Row[string] | undefined): string {
  return `${Number(count).toLocaleString('en')} span${count === 1 ? '' : 's'}`;
}
