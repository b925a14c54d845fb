import path from 'node:path';
import { qValues } from '../../statistics/falseDiscovery.ts';
import { fewest, rankTestOf } from '../../statistics/rankSum.ts';
import { shapley } from '../../statistics/shapley.ts';
import { intervalOf } from '../diff/interval.ts';
import { increaseOf, type Reason } from './compared.ts';
import type { Increase } from './increase.ts';
import type { Limit } from './limit.ts';
import { textOf } from './measured.ts';
import { readSample, type Sample, sampleOf } from './sample.ts';
import traceCosts from './trace_costs.sql';
import type { Judging } from './waste.ts';

/** The increase over a saved baseline: it knows what each trace cost and how many calls it made, so those are the factors. */
export async function increaseOverSample(
  { store, request }: Judging,
  against: string,
  limit: Limit,
): Promise<Increase> {
  const rows = await store.rows(traceCosts);
  const [before, after] = [readSample(path.resolve(request.folder, against)), sampleOf(rows)];
  if (before.traces === 0 || after.traces === 0 || before.cost_per_trace_usd === 0) {
    const why = [`nothing to compare with: ${against} has no traces with a cost`];
    return { value: null, worst: null, why, isChance: false };
  }
  const found = {
    cost: [nano(before.cost_per_trace_usd), nano(after.cost_per_trace_usd)] as const,
    traces: [before.traces, after.traces] as const,
    interval: isEnough(before, after) ? intervalOf(unitsOf(before), unitsOf(after)) : undefined,
    reasons: reasonsOf(before, after),
  };
  return increaseOf(found, limit, textOf(rows.at(-1)?.['trace_id']));
}

const nano = (usd: number) => BigInt(Math.round(usd * 1e9));
const isEnough = (before: Sample, after: Sample) => Math.min(before.traces, after.traces) >= fewest;

/** Every cost stands for as many traces as it was chosen from. */
function unitsOf({ traces, trace_costs_usd }: Sample) {
  return trace_costs_usd.map((usd) => {
    const each = traces / trace_costs_usd.length;
    return { traces: each, usd: usd * each };
  });
}

/** What is called a change: no more than one in twenty of those so called is none. */
const level = 0.05;

/** Calls per trace and the cost of a call, each by the rank sums of its own measure per trace. */
function reasonsOf(before: Sample, after: Sample): Reason[] {
  const [was, is] = [factorsOf(before), factorsOf(after)];
  if (was === undefined || is === undefined || !isEnough(before, after)) return [];
  const moved = shapley(2, (changed) => {
    const calls = (changed & 1 ? is : was).calls.mean;
    const cost = (changed & 2 ? is : was).cost.mean;
    return calls * cost;
  });
  const trials = [
    { name: 'calls per trace', test: rankTestOf(was.calls.values, is.calls.values) },
    { name: 'cost of a call', test: rankTestOf(was.cost.values, is.cost.values) },
  ];
  const q = qValues(trials.map(({ test }) => test.p));
  return trials.flatMap(({ name, test }, place) => {
    const usd = nano(moved[place] ?? 0);
    const isChange = Number(q[place]) < level && test.superiority > 0.5 && usd > 0n;
    return isChange ? [{ name, usd }] : [];
  });
}

/** The mean over all calls, and what each trace says; undefined for a baseline that was saved without calls. */
function factorsOf({ trace_costs_usd: costs, trace_calls: counts }: Sample) {
  if (counts === undefined || counts.length === 0 || counts.some((count) => count === 0)) return undefined;
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return {
    calls: { mean: sum(counts) / counts.length, values: counts },
    cost: {
      mean: sum(costs) / sum(counts),
      values: costs.map((cost, place) => cost / (counts[place] ?? Number.NaN)),
    },
  };
}
