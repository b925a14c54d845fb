import type { Row } from '../../report/report.ts';
import { picoDollars } from '../dollars.ts';
import { type Outcome, type Outcomes, outcomeOf } from './outcome.ts';
import { number, type Step, type Thread, text } from './step.ts';

/** One model call; money in pico-dollars, undefined where it is unknown. */
export type Call = {
  /** Its number among the calls of the trace. */
  readonly turn: number;
  readonly spanId: string | null;
  /** ISO 8601. */
  readonly startedAt: string | null;
  /** What it answered, of an answer in words that is long enough to say something; undefined: it asks for tools, or the log does not say. */
  readonly said: Outcome | undefined;
  readonly model: string | null;
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly cacheReadTokens: number | undefined;
  readonly cost: bigint | undefined;
  /** What a million more input tokens would have cost it, fresh and from the cache. */
  readonly freshMillion: bigint | undefined;
  readonly cachedMillion: bigint | undefined;
};

/** The calls of each thread, and of each trace, in order. */
export type CallIndex = {
  readonly byThread: ReadonlyMap<string, readonly Call[]>;
  readonly byTrace: ReadonlyMap<string, readonly Call[]>;
};

/** Rows of calls.sql. */
export function callIndex(rows: readonly Row[], outcomes: Outcomes): CallIndex {
  const byThread = new Map<string, Call[]>();
  const byTrace = new Map<string, Call[]>();
  for (const row of rows) {
    const call = callOf(row, outcomes);
    add(byThread, String(row['thread_key']), call);
    add(byTrace, String(row['trace_key']), call);
  }
  return { byThread, byTrace };
}

function add(index: Map<string, Call[]>, key: string, call: Call): void {
  const calls = index.get(key);
  if (calls === undefined) index.set(key, [call]);
  else calls.push(call);
}

function callOf(row: Row, outcomes: Outcomes): Call {
  return {
    turn: Number(row['turn']),
    ...{ spanId: text(row['span_id']), startedAt: text(row['started_at']), said: outcomeOf(row, outcomes) },
    model: text(row['model']),
    ...{ inputTokens: number(row['input_tokens']), outputTokens: number(row['output_tokens']) },
    cacheReadTokens: number(row['cache_read_tokens']),
    cost: picoDollars(row['cost_usd']),
    ...{ freshMillion: picoDollars(row['fresh_usd']), cachedMillion: picoDollars(row['cached_usd']) },
  };
}

/** The model calls of a thread in order, and which of them asked for each of its tool calls. */
export type Issue = {
  readonly calls: readonly Call[];
  /** They are the thread's own, not those of its whole trace. */
  readonly isOwn: boolean;
  /** Index of the call that asked for a step; a step of which the log does not tell is not in it. */
  readonly askedBy: ReadonlyMap<Step, number>;
};

/** Puts each step to the call of its turn (turn.sql). A thread without model calls takes those of its trace. */
export function issueOf(thread: Thread, index: CallIndex): Issue {
  const own = index.byThread.get(thread.key);
  const calls = own ?? index.byTrace.get(thread.traceKey) ?? [];
  const places = new Map(calls.map(({ turn }, place) => [turn, place]));
  const askedBy = new Map<Step, number>();
  for (const step of thread.steps) {
    const place = step.turn === undefined ? undefined : places.get(step.turn);
    if (place !== undefined) askedBy.set(step, place);
  }
  return { calls, isOwn: own !== undefined, askedBy };
}
