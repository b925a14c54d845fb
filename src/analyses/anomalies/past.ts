import type { Store } from '../../store/store.ts';
import { askedWindow, daysBefore, withSpans } from '../../store/withSpans.ts';

/** A week is compared with the four before it: so many baselines back reaches what anything is judged by. */
const baselines = 5;

/** Runs a statement over `picked` that sees, beside the window, as long before it as any baseline reaches back. */
export async function withPast(store: Store, days: number, sql: string): Promise<void> {
  const { start, end } = await askedWindow(store);
  await withSpans(store, { start: daysBefore(start, baselines * days), end }, () => store.run(sql));
}
