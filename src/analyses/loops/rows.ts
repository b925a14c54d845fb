import type { Column, Row } from '../../report/report.ts';
import { dollars } from '../dollars.ts';
import { total } from '../show/cost.ts';
import { sum } from '../show/span.ts';
import type { Loop } from './search.ts';
import { whyOf } from './why.ts';

export const loopColumns: readonly Column[] = [
  { key: 'trace_id', title: 'trace', unit: 'text', show: 'always' },
  { key: 'thread', unit: 'text', show: 'asked' },
  { key: 'tier', unit: 'text', show: 'always' },
  { key: 'kind', unit: 'text' },
  { key: 'tools', unit: 'list', show: 'asked' },
  { key: 'period', unit: 'count', show: 'asked' },
  { key: 'repeats', title: '×', unit: 'count', show: 'asked' },
  { key: 'score', unit: 'number', show: 'asked' },
  { key: 'wasted_usd', title: 'wasted', unit: 'usd', show: 'always' },
  { key: 'wasted_tokens', title: 'tokens', unit: 'tokens', show: 'asked' },
  { key: 'span_ids', title: 'spans', unit: 'list', show: 'asked' },
  { key: 'first_at', title: 'first', unit: 'instant', show: 'asked' },
  { key: 'last_at', title: 'last', unit: 'instant', show: 'asked' },
  { key: 'why', unit: 'text', show: 'always', wraps: true },
];

export function rowOf(loop: Loop): Row {
  const { thread, tier, kind, group, score, waste, spans, isScattered } = loop;
  const times = spans.flatMap(({ startedAt }) => startedAt ?? []);
  return {
    trace_id: thread.traceId,
    thread: thread.name,
    ...{ tier, kind },
    tools: [...new Set((isScattered ? group.steps : group.round).map(({ tool }) => tool))],
    ...{ period: group.period, repeats: group.repeats },
    score: Number(score.toFixed(3)),
    wasted_usd: dollars(waste.cost),
    wasted_tokens: waste.tokens === undefined ? null : Math.round(waste.tokens),
    span_ids: spans.flatMap(({ spanId }) => spanId ?? []),
    first_at: times[0] ?? null,
    last_at: times.at(-1) ?? null,
    why: whyOf(loop),
  };
}

export const totalColumns: readonly Column[] = [
  { key: 'traces', unit: 'count' },
  { key: 'cost_usd', title: 'cost', unit: 'usd', atLeastIf: 'unpriced_calls' },
  { key: 'wasted_usd', title: 'wasted', unit: 'usd' },
  { key: 'wasted_tokens', title: 'wasted tokens', unit: 'tokens' },
];

/** `whole`: what everything that passed the filters comes to; `loops`: all that were found worth telling, listed or not. */
export function totalsOf(whole: Row, loops: readonly Loop[]): Row {
  const nothing = loops.length === 0;
  const tokens = sum(loops.map(({ waste }) => waste.tokens));
  return {
    traces: whole['traces'] ?? null,
    cost_usd: whole['cost_usd'] ?? null,
    wasted_usd: nothing ? dollars(0n) : dollars(total(loops.map(({ waste }) => waste.cost))),
    wasted_tokens: nothing ? 0 : tokens === undefined ? null : Math.round(tokens),
  };
}
