import type { Column, Row } from '../../report/report.ts';
import type { Measure, Measures } from '../failOn.ts';
import { share, usd } from './amount.ts';
import type { Comparison } from './compare.ts';
import { terms } from './factor.ts';
import { type Deeds, failureRate, over } from './whole.ts';

/** What is said of a side, and can be the subject of a rule. */
const measured = {
  cost_usd: 'usd',
  cost_per_trace_usd: 'usd',
  cost_per_call_usd: 'usd',
  traces: 'count',
  calls: 'count',
  calls_per_trace: 'number',
  input_tokens: 'tokens',
  cache_read_tokens: 'tokens',
  cache_write_tokens: 'tokens',
  output_tokens: 'tokens',
  input_tokens_per_call: 'tokens',
  output_tokens_per_call: 'tokens',
  hit_ratio: 'fraction',
  errors: 'count',
  error_rate: 'fraction',
  p50_ms: 'ms',
  p95_ms: 'ms',
  unpriced_calls: 'count',
} as const;

/** The names that `--fail-on` knows. */
export const measureNames: readonly string[] = [
  ...Object.keys(measured),
  'delta_usd',
  'delta_per_trace_usd',
  ...terms,
];

export const totalColumns: readonly Column[] = [
  { key: 'before', unit: 'json' },
  { key: 'after', unit: 'json' },
  { key: 'delta_usd', unit: 'usd', signed: true },
  { key: 'change', unit: 'fraction', signed: true },
  { key: 'delta_per_trace_usd', unit: 'usd', signed: true },
  { key: 'delta_per_trace_low_usd', unit: 'usd', signed: true },
  { key: 'delta_per_trace_high_usd', unit: 'usd', signed: true },
];

export function totalsOf(comparison: Comparison): Row {
  const { change, cost, interval } = comparison;
  return {
    before: sideOf(comparison, 0),
    after: sideOf(comparison, 1),
    delta_usd: isComparable(comparison) ? usd(change) : null,
    change: isComparable(comparison) ? share(change, cost[0]) : null,
    delta_per_trace_usd: perTrace(comparison),
    delta_per_trace_low_usd: interval?.low ?? null,
    delta_per_trace_high_usd: interval?.high ?? null,
  };
}

/** In dollars of one trace, whatever all others are counted per; the change of nothing is unknown. */
function perTrace(comparison: Comparison): number | null {
  const [before, after] = [costPerTrace(comparison, 0), costPerTrace(comparison, 1)];
  return before === null || after === null ? null : after - before;
}

/** Is the cost of a side more than a lower bound of nothing? */
export function isKnown({ cost, unpriced }: Comparison, side: 0 | 1): boolean {
  return cost[side] !== 0n || unpriced[side] === 0;
}

/** Of a side without any known price nobody can say what changed, however much the other one costs. */
export const isComparable = (comparison: Comparison): boolean =>
  isKnown(comparison, 0) && isKnown(comparison, 1);

export function costPerTrace(comparison: Comparison, side: 0 | 1): number | null {
  if (!isKnown(comparison, side)) return null;
  const { cost, whole, deeds } = comparison;
  const all = (Number(cost[side]) / 1e9) * whole[side].per;
  return over(all, side === 0 ? deeds.before.traces : deeds.after.traces);
}

/** What one side came to; `cost_usd` is per day where the dollars are. */
function sideOf(comparison: Comparison, side: 0 | 1): Row {
  const { cost, whole, deeds, unpriced } = comparison;
  const own = side === 0 ? deeds.before : deeds.after;
  const all = (Number(cost[side]) / 1e9) * whole[side].per;
  return {
    cost_usd: isKnown(comparison, side) ? usd(cost[side]) : null,
    cost_per_trace_usd: costPerTrace(comparison, side),
    cost_per_call_usd: isKnown(comparison, side) ? over(all, own.calls) : null,
    ...doingsOf(own),
    unpriced_calls: unpriced[side],
  };
}

/** Counts, tokens, failures and latency of a side or a group; unknown is null. */
export function doingsOf(deeds: Deeds): Row {
  const { traces, calls, errors, inputTokens, outputTokens } = deeds;
  return {
    ...{ traces, calls, calls_per_trace: over(calls, traces) },
    input_tokens: inputTokens,
    cache_read_tokens: deeds.cacheReadTokens,
    cache_write_tokens: deeds.cacheWriteTokens,
    output_tokens: outputTokens,
    input_tokens_per_call: over(inputTokens, calls),
    output_tokens_per_call: over(outputTokens, calls),
    hit_ratio: over(deeds.cacheReadTokens, inputTokens),
    ...{ errors, error_rate: failureRate(deeds), p50_ms: deeds.p50, p95_ms: deeds.p95 },
  };
}

/** What `--fail-on` can be about: the totals after, how they changed, and the terms. */
export function measuresOf(comparison: Comparison): Measures {
  const [before, after] = [sideOf(comparison, 0), sideOf(comparison, 1)];
  const known = (usd: number) => (isComparable(comparison) ? usd : null);
  const base = numberOf(before['cost_usd']);
  const sides = Object.entries(measured).map(([key, unit]): [string, Measure] => {
    const [was, value] = [numberOf(before[key]), numberOf(after[key])];
    const change = was === null || value === null ? null : value - was;
    return [key, { unit, value, change, base: was }];
  });
  const change = known(Number(comparison.change) / 1e9);
  const [perRun, wasPerRun] = [perTrace(comparison), costPerTrace(comparison, 0)];
  const parts = terms.map((term): [string, Measure] => {
    const value = known(Number(comparison.bridge[term]) / 1e9);
    return [term, { unit: 'usd', value, change: value, base }];
  });
  return Object.fromEntries([
    ...sides,
    ['delta_usd', { unit: 'usd', value: change, change, base }],
    ['delta_per_trace_usd', { unit: 'usd', value: perRun, change: perRun, base: wasPerRun }],
    ...parts,
  ]);
}

const numberOf = (value: Row[string] | undefined) =>
  value === null || value === undefined ? null : Number(value);
