import type { Request } from '../request/request.ts';
import costed from './costed.sql';
import filtered from './filtered.sql';
import logged from './logged.sql';
import macros from './macros.sql';
import priced from './priced.sql';
import pricedSpans from './priced_spans.sql';
import type { Store } from './store.ts';
import toolMacros from './tool_macros.sql';
import variables from './variables.sql';

/** Everything that SQL of ours stands on; times without a zone are read in `assumeTz` from here on. */
export async function createSchema(store: Store, assumeTz: string): Promise<void> {
  await store.run([macros, toolMacros, variables, logged].join(';\n'));
  // Rows land in any order: order is made where it shows, and landing is twice as fast without it.
  await store.run('SET preserve_insertion_order = false');
  await store.run('SET TimeZone = $zone', { zone: assumeTz });
}

/** A log so small that handing it from core to core costs more than reading it. */
const smallLog = 1024 * 1024;

export async function fitThreads(store: Store, bytes: number, threads: number | undefined): Promise<void> {
  if (threads === undefined && bytes < smallLog) await store.run('SET threads = 1');
}

/** Makes the relations up to `costed()`; what they are steered by comes from the request. Days and weeks are those of `tz`. */
export async function settle(
  store: Store,
  { tz, weekStart, cost, pricesAsOf }: Pick<Request, 'tz' | 'weekStart' | 'cost' | 'pricesAsOf'>,
): Promise<void> {
  await store.run('SET TimeZone = $tz', { tz });
  await store.run('SET VARIABLE tz = $tz', { tz });
  await store.run('SET VARIABLE week_start = $weekStart', { weekStart });
  await store.run('SET VARIABLE cost_mode = $cost', { cost });
  await store.run('SET VARIABLE prices_as_of = $at::TIMESTAMPTZ', { at: pricesAsOf ?? null });
  await store.run([filtered, priced, pricedSpans, costed].join(';\n'));
}
