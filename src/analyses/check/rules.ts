import type { Unit } from '../../report/report.ts';
import { guardrails } from '../guardrails.ts';

/** How a limit is written, and in which unit a value and its limit are shown. */
export type LimitKind = 'usd' | 'count' | 'tokens' | 'share' | 'ms' | 'number' | 'times' | 'budget';

/** What `check` can be asked to hold. */
export type Rule = {
  readonly name: string;
  readonly kind: LimitKind;
  /** Most: the value must not be above the limit; least: not below it. */
  readonly bound: 'most' | 'least';
  /** The limit where none is given (`true` in the config). */
  readonly limit: string;
  readonly measures: string;
  /** The command that shows what is behind the value. */
  readonly see: string;
  /** Columns of `span` that it reads. */
  readonly reads: readonly string[];
  /** Does it only warn? */
  readonly warns?: true;
};

const traceRules: readonly Rule[] = guardrails.map(({ name, unit, limit, measures }) => ({
  ...{ name, kind: unit, bound: 'most', limit: String(limit), measures },
  see: name === 'max-span-cost' ? 'top --group call' : name === 'max-same-tool' ? 'loops' : 'top',
  reads: ['span_id', 'tool_name'],
}));

const call = { bound: 'most', reads: [] } as const;

export const rules: readonly Rule[] = [
  ...traceRules,
  {
    ...{ ...call, name: 'max-error-rate', kind: 'share', limit: '5%', see: 'sql --recipe failed-calls' },
    measures: 'model calls that failed',
  },
  {
    ...{ ...call, name: 'max-p95-ms', kind: 'ms', limit: '10s', see: 'top --group call --by latency' },
    measures: 'latency that 95% of model calls keep',
  },
  {
    ...{ ...call, name: 'max-ttft-p95-ms', kind: 'ms', limit: '3s', see: 'sql --recipe first-token' },
    measures: 'time to the first token that 95% of model calls keep',
    reads: ['ttft_ms'],
  },
  {
    ...{ ...call, name: 'budget', kind: 'budget', limit: '200/month', see: 'top --group day' },
    measures: 'spend of a day, week or month',
  },
  {
    ...{ ...call, name: 'budget-warn', kind: 'share', limit: '80%', see: 'top --group day', warns: true },
    measures: 'share of the budget that is spent',
  },
  {
    ...{ ...call, name: 'max-spend-vs-forecast', kind: 'times', limit: '2x', see: 'top --group day' },
    measures: 'spend of a day against the median of this weekday in the four weeks before',
  },
  {
    ...{ ...call, name: 'max-context-fill', kind: 'share', limit: '80%', see: 'top --group call --by input' },
    measures: "prompt of one call against the model's context window",
  },
  {
    ...{ ...call, name: 'max-temperature', kind: 'number', limit: '0.7', see: 'sql' },
    measures: 'temperature of one call',
    reads: ['temperature'],
  },
  {
    ...{ ...call, name: 'max-unpriced', kind: 'share', limit: '0%', see: 'doctor' },
    measures: 'model calls without a price',
  },
  {
    ...{ ...call, name: 'max-loop-waste', kind: 'usd', limit: '1', see: 'loops' },
    measures: 'dollars that loops wasted',
  },
  {
    ...{ ...call, name: 'max-anomaly-excess', kind: 'usd', limit: '1', see: 'anomalies' },
    measures: 'dollars above the usual',
  },
  {
    ...{ ...call, name: 'min-cache-hit-ratio', kind: 'share', limit: '50%', see: 'cache' },
    bound: 'least',
    measures: 'prompt tokens that were read from the cache',
  },
  {
    ...{ ...call, name: 'max-increase', kind: 'share', limit: '25%', see: 'diff' },
    measures: 'how much more a trace costs',
    reads: ['trace_key', 'stage'],
  },
];

export const ruleNames: readonly string[] = rules.map(({ name }) => name);

/** In which unit the value of a rule is shown. */
export const unitOf: Readonly<Record<LimitKind, Unit>> = {
  usd: 'usd',
  count: 'count',
  tokens: 'tokens',
  share: 'fraction',
  ms: 'ms',
  number: 'number',
  times: 'number',
  budget: 'usd',
};
