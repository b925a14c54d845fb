import type { Row } from '../../report/report.ts';
import { picoDollars } from '../dollars.ts';
import { number, type Step, type Thread, text } from './step.ts';

/** One model call; money in pico-dollars, undefined where it is unknown. */
export type Call = {
  readonly spanKey: string | null;
  readonly model: string | null;
  readonly requestId: string | null;
  readonly startedUs: number | undefined;
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
export function callIndex(rows: readonly Row[]): CallIndex {
  const byThread = new Map<string, Call[]>();
  const byTrace = new Map<string, Call[]>();
  for (const row of rows) {
    const call = callOf(row);
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

function callOf(row: Row): Call {
  return {
    ...{ spanKey: text(row['span_key']), model: text(row['model']), requestId: text(row['request_id']) },
    startedUs: number(row['started_us']),
    ...{ inputTokens: number(row['input_tokens']), outputTokens: number(row['output_tokens']) },
    cacheReadTokens: number(row['cache_read_tokens']),
    cost: picoDollars(row['cost_usd']),
    ...{ freshMillion: picoDollars(row['fresh_usd']), cachedMillion: picoDollars(row['cached_usd']) },
  };
}

/** The model calls of a thread in order, and which of them asked for each of its tool calls. */
export type Issue = {
  readonly calls: readonly Call[];
  /** Index of the call that asked for a step; a step of which the log does not tell is not in it. */
  readonly askedBy: ReadonlyMap<Step, number>;
};

/**
 * A tool call was asked for by the call above it, by the call of the same request, or by the last one that began before it. A
 * thread without model calls takes those of its trace: then the log does not say which agent called the model.
 */
export function issueOf(thread: Thread, index: CallIndex): Issue {
  const calls = index.byThread.get(thread.key) ?? index.byTrace.get(thread.traceKey) ?? [];
  const bySpan = firstIndexOf(calls, ({ spanKey }) => spanKey);
  const byRequest = firstIndexOf(calls, ({ requestId }) => requestId);
  const lasts = new LastBefore(calls);
  const askedBy = new Map<Step, number>();
  for (const step of thread.steps) {
    const found =
      bySpan.get(step.parentKey ?? '') ?? byRequest.get(step.requestId ?? '') ?? lasts.of(step.startedUs);
    if (found !== undefined) askedBy.set(step, found);
  }
  return { calls, askedBy };
}

function firstIndexOf(calls: readonly Call[], keyOf: (call: Call) => string | null): Map<string, number> {
  const places = new Map<string, number>();
  for (const [place, call] of calls.entries()) {
    const key = keyOf(call);
    if (key !== null && !places.has(key)) places.set(key, place);
  }
  return places;
}

/** Asked for steps in the order of their times. */
class LastBefore {
  readonly #calls: readonly Call[];
  #next = 0;
  #atOnce = 0;
  #instant: number | undefined;

  constructor(calls: readonly Call[]) {
    this.#calls = calls.filter(({ startedUs }) => startedUs !== undefined);
    if (this.#calls.length < calls.length) this.#calls = [];
  }

  /** Where a coarse clock puts calls and steps into one instant they are taken to alternate. */
  of(startedUs: number | undefined): number | undefined {
    if (startedUs === undefined) return undefined;
    const startOf = (place: number) => this.#calls[place]?.startedUs ?? Number.POSITIVE_INFINITY;
    this.#atOnce = this.#instant === startedUs ? this.#atOnce + 1 : 0;
    this.#instant = startedUs;
    while (startOf(this.#next) < startedUs) this.#next += 1;
    let last = this.#next - 1;
    for (let turn = 0; turn <= this.#atOnce && startOf(last + 1) === startedUs; turn += 1) last += 1;
    return last < 0 ? undefined : last;
  }
}
