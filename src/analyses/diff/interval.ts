import type { Row } from '../../report/report.ts';
import { bootstrap, type Interval } from '../../statistics/bootstrap.ts';
import { fewest } from '../../statistics/rankSum.ts';
import type { Store } from '../../store/store.ts';
import type { Both } from './bridge.ts';
import bucket from './bucket.sql';

/** Traces are drawn one by one, or, where there are more, in so many bundles. */
const mostUnits = 1000;

/** Traces that are drawn together, and what they cost. */
type Unit = { readonly traces: number; readonly usd: number };

/**
 * Between what bounds (95 %) the change in dollars per trace lies, by drawing traces again; undefined with too few of them.
 * `traces`: how many each side has, those without any cost included.
 */
export async function changePerTrace(store: Store, traces: Both<number>): Promise<Interval | undefined> {
  if (Math.min(...traces) < fewest) return undefined;
  const rows = await store.rows(bucket, { most: mostUnits });
  return intervalOf(unitsOf(rows, 1, traces[0]), unitsOf(rows, 2, traces[1]));
}

/** The same of traces, or bundles of them, that are at hand. */
export function intervalOf(before: readonly Unit[], after: readonly Unit[]): Interval | undefined {
  const perTrace = (units: readonly Unit[], times: Uint8Array, from: number) => {
    let [count, usd] = [0, 0];
    for (const [place, unit] of units.entries()) {
      const drawn = times[from + place] ?? 0;
      count += drawn * unit.traces;
      usd += drawn * unit.usd;
    }
    return usd / count;
  };
  return bootstrap(before.length + after.length, before.length * 31 + after.length, (times) =>
    picoRounded(perTrace(after, times, before.length) - perTrace(before, times, 0)),
  );
}

/** What is below is the order of additions, not a difference. */
const picoRounded = (usd: number) => Math.round(usd * 1e12) / 1e12;

/** The bundles of one side; traces without a cost are added where there is room, else spread over them. */
function unitsOf(rows: readonly Row[], side: number, traces: number): Unit[] {
  const units = rows
    .filter((row) => row['side'] === side)
    .map((row) => ({ traces: Number(row['traces']), usd: Number(row['cost_usd']) }));
  const free = Math.max(0, traces - units.reduce((sum, unit) => sum + unit.traces, 0));
  if (free <= mostUnits || units.length === 0)
    return [...units, ...Array.from({ length: Math.min(free, mostUnits) }, () => ({ traces: 1, usd: 0 }))];
  return units.map(({ traces: own, usd }) => ({ traces: own + free / units.length, usd }));
}
