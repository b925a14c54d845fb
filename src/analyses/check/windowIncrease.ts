import { askedWindow, withSpans } from '../../store/withSpans.ts';
import { around } from '../../time/around.ts';
import { between, previous, resolveWindow, type Window } from '../../time/window.ts';
import { type Comparison, compare } from '../diff/compare.ts';
import { factors, terms } from '../diff/factor.ts';
import type { Side } from '../diff/side.ts';
import { floorOf, verdictOf } from '../diff/term.ts';
import { isComparable } from '../diff/total.ts';
import { groupings } from '../dimensions.ts';
import { groupBy } from '../groupBy.ts';
import { increaseOf, type Reason } from './compared.ts';
import type { Increase } from './increase.ts';
import type { Limit } from './limit.ts';
import { textOf } from './measured.ts';
import traceCosts from './trace_costs.sql';
import type { Judging } from './waste.ts';

/** The increase over another window, as `diff --per trace` of the two has it. */
export async function increaseOverWindow(
  judging: Judging,
  against: string,
  limit: Limit,
  now: string,
): Promise<Increase> {
  const { store } = judging;
  const after = await windowAfter(judging, now);
  const before = windowBefore(judging, against, after, now);
  const dearest = (await store.rows(traceCosts)).at(-1);
  const found = await withSpans(store, around(before, after), () => compared(judging, before, after));
  const see = `diff ${against} ${after.label}`;
  if (!isComparable(found) || found.cost[0] === 0n)
    return { ...nothing(against, found), see, worst: null, isChance: false };
  const { deeds, cost, interval } = found;
  const traces = [deeds.before.traces, deeds.after.traces] as const;
  const reasons = reasonsOf(found);
  return { ...increaseOf({ cost, traces, interval, reasons }, limit, textOf(dearest?.['trace_id'])), see };
}

function nothing(against: string, { deeds }: Comparison) {
  const what = deeds.before.traces === 0 ? `${against} has no traces` : 'no cost is known on one side';
  return { value: null, why: [`nothing to compare with: ${what}`] };
}

async function compared({ store, request }: Judging, before: Window, after: Window): Promise<Comparison> {
  const [dimension] = groupings('stage');
  await groupBy(store, [dimension]);
  const side = (window: Window): Side => ({ label: window.label, world: undefined, isFiles: false, window });
  const manner = { tz: request.tz, align: 'elapsed', per: 'trace', dimension: dimension.name } as const;
  return compare(store, { before: side(before), after: side(after) }, manner);
}

/** What made a trace dearer beyond noise; how many traces there are does not. */
function reasonsOf(comparison: Comparison): Reason[] {
  const floor = floorOf(comparison, undefined);
  return terms
    .filter((term) => term !== factors[0] && comparison.bridge[term] > 0n)
    .filter((term) => verdictOf(comparison, term, floor).isSignificant)
    .map((term) => ({ name: term, usd: comparison.bridge[term] }));
}

/** The window that is judged; one without an end goes on until now. */
async function windowAfter({ store, request, scope }: Judging, now: string): Promise<Window> {
  const { start, end } = await askedWindow(store);
  if (start === null || end !== null) return { ...scope.window, start, end };
  return between(scope.window.label, Date.parse(start), Date.parse(now), request.tz);
}

function windowBefore({ request }: Judging, expression: string, after: Window, now: string): Window {
  const { tz, weekStart } = request;
  if (expression === 'prev') return previous(after, tz);
  return resolveWindow({ expression }, { now: Date.parse(now), tz, weekStart });
}
