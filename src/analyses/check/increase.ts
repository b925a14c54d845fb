import path from 'node:path';
import type { Request } from '../../request/request.ts';
import { fewest, rankTestOf } from '../../statistics/rankSum.ts';
import type { Store } from '../../store/store.ts';
import { askedWindow, type Between, withSpans } from '../../store/withSpans.ts';
import { previous, resolveWindow } from '../../time/window.ts';
import type { Measured } from './measured.ts';
import { readSample, type Sample, sampleOf } from './sample.ts';
import traceCosts from './trace_costs.sql';

/** A difference that chance alone makes this rarely is one. */
const significance = 0.05;

/**
 * How much more a trace costs than in another window or in a saved baseline, as a share of that. More that chance explains
 * (Mann and Whitney's test on the costs of traces) is no increase.
 * @param against `prev`, a window, or the path of a baseline (ending in `.json`)
 */
export async function measureIncrease(
  store: Store,
  request: Request,
  against: string,
  now: string,
): Promise<Measured & { readonly isChance: boolean }> {
  const rows = await store.rows(traceCosts);
  const after = sampleOf(rows);
  const before = await sampleAgainst(store, request, against, now);
  if (before.traces === 0 || after.traces === 0 || before.cost_per_trace_usd === 0)
    return {
      value: null,
      worst: null,
      why: [`nothing to compare with: ${against} has no traces with a cost`],
      isChance: false,
    };
  const few = Math.min(before.traces, after.traces) < fewest;
  const { p } = rankTestOf(before.trace_costs_usd, after.trace_costs_usd);
  return {
    value: after.cost_per_trace_usd / before.cost_per_trace_usd - 1,
    worst: String(rows.at(-1)?.['trace_id']),
    isChance: !few && p >= significance,
    why: saying(
      before,
      after,
      few ? 'too few traces to tell it from chance' : p < significance ? '' : 'no more than chance',
    ),
  };
}

function saying(before: Sample, after: Sample, verdict: string): Measured['why'] {
  return [
    'a trace costs ',
    { value: after.cost_per_trace_usd, unit: 'usd' },
    ' after ',
    { value: before.cost_per_trace_usd, unit: 'usd' },
    ` (${after.traces.toLocaleString('en')} and ${before.traces.toLocaleString('en')} traces)`,
    verdict === '' ? '' : `: ${verdict}`,
  ];
}

async function sampleAgainst(store: Store, request: Request, against: string, now: string): Promise<Sample> {
  if (/\.json$/i.test(against)) return readSample(path.resolve(request.folder, against));
  const window = await windowOf(store, request, against, now);
  return sampleOf(await withSpans(store, window, () => store.rows(traceCosts)));
}

async function windowOf(
  store: Store,
  { tz, weekStart }: Request,
  expression: string,
  now: string,
): Promise<Between> {
  if (expression !== 'prev') return resolveWindow({ expression }, { now: Date.parse(now), tz, weekStart });
  const { start, end } = await askedWindow(store);
  const label = 'the window';
  return previous({ label, start, end: end ?? now, partial: false, days: null }, tz);
}
