import type { Row, Value } from '../../report/report.ts';
import { picoDollars } from '../dollars.ts';
import { type Asked, askedOf } from './asked.ts';
import type { Outcome } from './outcome.ts';

/** One tool call of a thread. */
export type Step = {
  /** Its place among the tool calls of the thread, from 1; those that were left out count too. */
  readonly place: number;
  readonly spanId: string | null;
  readonly parentKey: string | null;
  readonly requestId: string | null;
  readonly tool: string;
  /** The same for two calls that ask the same of the same tool. */
  readonly askedKey: string;
  readonly asked: Asked;
  readonly hasFailed: boolean;
  /** It may have written something. */
  readonly isChange: boolean;
  /** Its result is long enough that being the same twice says something. */
  readonly isTelling: boolean;
  /** Undefined: the log does not say. */
  readonly outcome: Outcome | undefined;
  /** ISO 8601. */
  readonly startedAt: string | null;
  /** Microseconds since the epoch. */
  readonly startedUs: number | undefined;
  /** What the tool itself cost, in pico-dollars, where the log says so. */
  readonly cost: bigint | undefined;
};

/** Tool calls that one agent made one after another. */
export type Thread = {
  readonly key: string;
  readonly traceKey: string;
  readonly traceId: string;
  /** The agent, as the log names it; null in a trace of one agent. */
  readonly name: string | null;
  readonly steps: readonly Step[];
};

/** Rows of steps.sql and outcome.sql. */
export function threadsOf(rows: readonly Row[], outcomes: readonly Row[]): Thread[] {
  const sketches = new Map(
    outcomes.map(({ output_digest: digest, sketch }) => [
      String(digest),
      { digest: String(digest), sketch: sketch as readonly string[] },
    ]),
  );
  const threads = new Map<string, Thread & { steps: Step[] }>();
  for (const row of rows) {
    const key = String(row['thread_key']);
    const thread = threads.get(key) ?? threadOf(key, row);
    threads.set(key, thread);
    thread.steps.push(stepOf(row, sketches));
  }
  return [...threads.values()];
}

function threadOf(key: string, row: Row): Thread & { steps: Step[] } {
  return {
    key,
    traceKey: String(row['trace_key']),
    traceId: String(row['trace_id']),
    name: text(row['thread']),
    steps: [],
  };
}

function stepOf(row: Row, outcomes: ReadonlyMap<string, Outcome>): Step {
  const digest = text(row['output_digest']);
  return {
    place: Number(row['place']),
    ...{
      spanId: text(row['span_id']),
      parentKey: text(row['parent_key']),
      requestId: text(row['request_id']),
    },
    ...{
      tool: String(row['tool']),
      askedKey: String(row['asked_key']),
      asked: askedOf(String(row['arguments'])),
    },
    ...{ hasFailed: row['has_failed'] === true, isChange: row['is_change'] === true },
    isTelling: row['is_telling'] === true,
    outcome: digest === null ? undefined : (outcomes.get(digest) ?? { digest, sketch: [] }),
    ...{ startedAt: text(row['started_at']), startedUs: number(row['started_us']) },
    cost: picoDollars(row['cost_usd']),
  };
}

export function text(value: Value | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

export function number(value: Value | undefined): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}
