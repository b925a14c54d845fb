import type { Request } from '../request/request.ts';
import added from './added.sql';
import anyAdded from './any_added.sql';
import anyInherited from './any_inherited.sql';
import inherited from './inherited.sql';
import linkedTrace from './linked_trace.sql';
import plainRecord from './plain_record.sql';
import record from './record.sql';
import { findRollups } from './rollup.ts';
import stageOf from './stage_of.sql';
import type { Store } from './store.ts';

/** Columns that a whole trace has when one of its spans says so. */
export const dimensions = ['session_id', 'user_id', 'feature', 'environment', 'release'];

/** Spans of linked traces become spans of the trace that holds them; parents stay as they are. */
async function rollUpLinked(store: Store): Promise<void> {
  await store.run(linkedTrace);
  await store.run(
    'UPDATE landed SET trace_id = root_id FROM linked_trace WHERE text_key(landed.trace_id) = linked_trace.trace_key',
  );
}

/** Makes `record` of `landed`: what trees and traces say about single spans, as far as the command asks for it. */
export async function enrich(
  store: Store,
  needed: ReadonlySet<string>,
  { rollup, followLinks }: Pick<Request, 'rollup' | 'followLinks'>,
): Promise<void> {
  if (followLinks) await rollUpLinked(store);
  await store.run(added);
  await findRollups(store, rollup);
  if (needed.has('stage')) await store.run(stageOf);
  if (dimensions.some((column) => needed.has(column)) && (await isAny(store, anyInherited)))
    await store.run(inherited);
  await makeRecord(store);
}

/** Most logs need none of it, and each question is planned and answered faster without. */
export async function makeRecord(store: Store): Promise<void> {
  await store.run((await isAny(store, anyAdded)) ? record : plainRecord);
}

async function isAny(store: Store, question: string): Promise<boolean> {
  const [answer] = await store.rows(question);
  return answer?.['is_any'] === true;
}
