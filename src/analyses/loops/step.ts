import type { Row, Value } from '../../report/report.ts';
import { picoDollars } from '../dollars.ts';
import { type Asked, askedOf } from './asked.ts';
import { type Outcome, type Outcomes, outcomeOf } from './outcome.ts';

/** One tool call of a thread. */
export type Step = {
  /** Its place among the tool calls of the thread, from 1; those that were left out count too. */
  readonly place: number;
  /** The model's turn that asked for it, by the number of its call; calls of one turn are made at the same time. Undefined: the log does not say. */
  readonly turn: number | undefined;
  /** How many calls that turn asked for. */
  readonly together: number;
  readonly tool: string;
  /** The same for two calls that ask the same of the same tool. */
  readonly askedKey: number;
  readonly asked: Asked;
  readonly hasFailed: boolean;
  /** It may have written something. */
  readonly isChange: boolean;
  /** How many calls of the thread changed something anew, up to this one and before it. */
  readonly changes: number;
  readonly changesBefore: number;
  /** Its result is long enough that being the same twice says something. */
  readonly isTelling: boolean;
  /** It asks in words, not by a name, a command or code. */
  readonly isProse: boolean;
  /** Undefined: the log does not say. */
  readonly outcome: Outcome | undefined;
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
  /** Its tools, or its models, say much the same again and again. */
  readonly mayStand: boolean;
  readonly steps: readonly Step[];
};

/** Rows of threads.sql, of steps.sql, and what they came to. */
export function threadsOf(candidates: readonly Row[], rows: readonly Row[], outcomes: Outcomes): Thread[] {
  const threads = new Map<string, Thread & { steps: Step[] }>();
  for (const row of candidates) threads.set(String(row['thread_key']), { ...threadOf(row), steps: [] });
  for (const row of rows) threads.get(String(row['thread_key']))?.steps.push(stepOf(row, outcomes));
  return [...threads.values()];
}

function threadOf(row: Row): Omit<Thread, 'steps'> {
  return {
    key: String(row['thread_key']),
    traceKey: String(row['trace_key']),
    traceId: String(row['trace_id']),
    name: text(row['thread']),
    mayStand: row['may_stand'] === true,
  };
}

function stepOf(row: Row, outcomes: Outcomes): Step {
  return {
    place: Number(row['place']),
    ...{ turn: number(row['turn']), together: Number(row['together']) },
    ...{
      tool: String(row['tool']),
      askedKey: Number(row['asked']),
      asked: askedOf(text(row['arguments']) ?? ''),
    },
    ...{ hasFailed: row['has_failed'] === true, isChange: row['is_change'] === true },
    ...{ changes: Number(row['changes']), changesBefore: Number(row['changes_before']) },
    ...{ isTelling: row['is_telling'] === true, isProse: row['is_prose'] === true },
    outcome: outcomeOf(row, outcomes),
    cost: picoDollars(row['cost_usd']),
  };
}

export function text(value: Value | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

export function number(value: Value | undefined): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}
