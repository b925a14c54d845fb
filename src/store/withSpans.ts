import type { Store } from './store.ts';

/** Instants as ISO 8601 in UTC, null where open. */
export type Between = { readonly start: string | null; readonly end: string | null };

/** The window that was asked for. */
export async function askedWindow(store: Store): Promise<Between> {
  const [row = {}] = await store.rows(
    "SELECT getvariable('window_start') AS start, getvariable('window_end') AS \"end\"",
  );
  return { start: textOf(row['start']), end: textOf(row['end']) };
}

/** Temporary views stand before those that were asked for. */
const shadow = `
  CREATE TEMP VIEW picked AS FROM repicked('filtered');
  CREATE TEMP VIEW unpriced AS FROM picked
`;

/** Does some work for which `picked` holds the spans of another window; the one that was asked for holds again afterwards. */
export async function withSpans<Found>(
  store: Store,
  { start, end }: Between,
  work: () => Promise<Found>,
): Promise<Found> {
  const asked = await askedWindow(store);
  await setWindow(store, { start, end });
  await store.run(shadow);
  try {
    return await work();
  } finally {
    await setWindow(store, asked);
    await store.run('DROP VIEW temp.picked; DROP VIEW temp.unpriced');
  }
}

/** So many days earlier; an open start stays open. */
export function daysBefore(start: string | null, days: number): string | null {
  return start === null ? null : new Date(Date.parse(start) - days * 86_400_000).toISOString();
}

async function setWindow(store: Store, { start, end }: Between): Promise<void> {
  await store.run('SET VARIABLE window_start = $start::TIMESTAMPTZ', { start });
  await store.run('SET VARIABLE window_end = $end::TIMESTAMPTZ', { end });
}

const textOf = (value: unknown) => (value === null || value === undefined ? null : String(value));
