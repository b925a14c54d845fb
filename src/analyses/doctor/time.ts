import type { Request } from '../../request/request.ts';
import type { Store } from '../../store/store.ts';
import { type Check, checked } from './checks.ts';
import type { Finding } from './finding.ts';
import time from './time.sql';

const ofSpans = { of: 'spans', noun: 'span' } as const;

const checks: readonly Check[] = [
  { key: 'without_time', ...ofSpans, level: 'caution', means: 'have no time, so no window holds them' },
  { key: 'in_future', ...ofSpans, level: 'caution', means: 'begin in the future' },
  { key: 'ends_before_start', ...ofSpans, level: 'caution', means: 'end before they start (clock skew)' },
  {
    key: 'starts_before_parent',
    ...ofSpans,
    level: 'caution',
    means: 'start more than 1 s before their parent',
  },
  { key: 'time_of_id', ...ofSpans, level: 'note', means: 'have no time but that in the id of their trace' },
  // What an agent leaves running when it is done is no fault.
  { key: 'ends_after_parent', ...ofSpans, level: 'note', means: 'end more than 1 s after their parent' },
  {
    ...{ key: 'latency_contradicts', ...ofSpans, level: 'caution' as const },
    means: 'log a latency that contradicts their start and end by more than 10 % and 100 ms',
  },
];

/** Are the logged times possible? Rows `first` and `last` say when. */
export async function times(
  store: Store,
  { window, assumeTz }: Pick<Request, 'window' | 'assumeTz'>,
): Promise<Finding> {
  const { now = Date.now() } = window;
  const [counts = {}] = await store.rows(time, {
    now: now === 'latest' ? null : new Date(now).toISOString(),
  });
  const naive: Check = {
    key: 'naive_time',
    ...ofSpans,
    level: 'note',
    means: `log a time without a zone, read in ${assumeTz}`,
  };
  const { section, reasons } = checked(
    { key: 'time', title: 'time', gist: 'all good' },
    [...checks, naive],
    counts,
  );
  const extent = [
    { check: 'first', at: counts['first_at'] ?? null, level: 'fine' },
    { check: 'last', at: counts['last_at'] ?? null, level: 'fine' },
  ];
  const columns = [...section.columns, { key: 'at', unit: 'instant', show: 'asked' } as const];
  return { section: { ...section, columns, rows: [...section.rows, ...extent] }, reasons };
}
