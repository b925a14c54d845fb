import added from './added.sql';
import inherited from './inherited.sql';
import record from './record.sql';
import { findRollups } from './rollup.ts';
import stageOf from './stage_of.sql';
import type { Store } from './store.ts';

const dimensions = ['session_id', 'user_id', 'feature', 'environment', 'release'];

/** Makes `record` of `landed`: what trees and traces say about single spans, as far as the command asks for it. */
export async function enrich(
  store: Store,
  needed: ReadonlySet<string>,
  rollup: 'auto' | 'leaf' | 'root',
): Promise<void> {
  await store.run(added);
  await findRollups(store, rollup);
  if (needed.has('stage')) await store.run(stageOf);
  if (dimensions.some((column) => needed.has(column))) await store.run(inherited);
  await store.run(record);
}
