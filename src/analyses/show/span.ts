import type { Row, Value } from '../../report/report.ts';
import { picoDollars } from '../dollars.ts';
import type { Extent } from './time.ts';

/** One span of a trace, as the computations around the tree need it. */
export type Span = {
  readonly row: Row;
  readonly traceId: string;
  /** The id of the log that it was read from. */
  readonly sourceId: number;
  readonly spanId: string | null;
  readonly spanKey: string | null;
  readonly parentKey: string | null;
  readonly agent: string | null;
  readonly model: string | null;
  readonly isCall: boolean;
  readonly isUnpriced: boolean;
  readonly hasFailed: boolean;
  /** Exact, in pico-dollars. */
  readonly cost: bigint | undefined;
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  /** Microseconds since the epoch. */
  readonly start: number | undefined;
  readonly extent: Extent | undefined;
};

/** A row of show.sql; `traceId`: of all spans that name none of their own. */
export function spanOf(row: Row, traceId: string): Span {
  return {
    row,
    traceId: text(row['trace_id']) ?? traceId,
    ...{ spanId: text(row['span_id']), spanKey: text(row['span_key']), parentKey: text(row['parent_key']) },
    ...{ agent: text(row['agent']), model: text(row['model']) },
    sourceId: Number(row['source_id']),
    isCall: row['is_call'] === true,
    isUnpriced: row['is_unpriced'] === true,
    hasFailed: row['has_failed'] === true,
    cost: picoDollars(row['cost_usd']),
    inputTokens: number(row['input_tokens']),
    outputTokens: number(row['output_tokens']),
    start: number(row['start_us']),
    extent: extentOf(number(row['start_us']), number(row['latency_ms'])),
  };
}

function extentOf(start: number | undefined, latency: number | undefined): Extent | undefined {
  if (start === undefined || latency === undefined || latency < 0) return undefined;
  return { start, end: start + Math.round(latency * 1000) };
}

function text(value: Value | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

function number(value: Value | undefined): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}

type InThread = Pick<Span, 'traceId' | 'parentKey' | 'agent' | 'model' | 'isCall' | 'inputTokens'>;

/**
 * How many more input tokens each model call sent than the one before it in its thread: the calls of one agent under one
 * parent to one model (a small model that routes or reflects between them has a context of its own), in the order given.
 * Undefined for the first of a thread and for what is no call.
 */
export function inputGrowth(spans: readonly InThread[]): (number | undefined)[] {
  const last = new Map<string, number>();
  return spans.map(({ traceId, parentKey, agent, model, isCall, inputTokens }) => {
    if (!isCall || inputTokens === undefined) return undefined;
    const thread = JSON.stringify([traceId, parentKey, agent, model]);
    const before = last.get(thread);
    last.set(thread, inputTokens);
    return before === undefined ? undefined : inputTokens - before;
  });
}

/** The sum of the known ones; undefined when none is. */
export function sum(numbers: readonly (number | undefined)[]): number | undefined {
  const known = numbers.filter((each) => each !== undefined);
  return known.length === 0 ? undefined : known.reduce((one, other) => one + other);
}
