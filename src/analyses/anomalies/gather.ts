import type { Store } from '../../store/store.ts';
import type { Grouping } from '../dimensions.ts';
import { groupBy } from '../groupBy.ts';
import call from './call.sql';
import macros from './macros.sql';
import measured from './measured.sql';
import { withPast } from './past.ts';
import steering from './steering.sql';

/** Makes `judged_call`: what is inside the window, and, to judge it by, what was before. `days`: how long a baseline is. */
export async function gather(store: Store, groups: readonly Grouping[], days: number): Promise<void> {
  await groupBy(store, groups);
  await store.run(macros);
  await store.run('SET VARIABLE baseline_days = $days::INTEGER', { days });
  await store.run(steering);
  await withPast(store, days, call);
  await store.run(measured);
  await store.run('SET VARIABLE anomaly_first_day = (SELECT min(day) FROM judged_call)');
}
