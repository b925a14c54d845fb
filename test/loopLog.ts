/** Logs of an agent that calls tools, for tests of loops: a model call before each tool call, as real loggers write them. */

export type ToolCall = {
  readonly tool: string;
  readonly arguments: unknown;
  readonly output?: string;
  readonly status?: string;
  /** Asked for in the same turn as the call before. */
  readonly isParallel?: boolean;
};

export type ModelCalls = {
  readonly model?: string;
  readonly cost_usd?: number;
  /** Input tokens of each model call, by its place. */
  readonly inputTokens?: (place: number) => number;
};

/** Records of one trace, a second apart. Tool spans are named `<trace>.t1` … in order, model calls `<trace>.c1` …. */
export function agentRun(
  trace: string,
  steps: readonly ToolCall[],
  { model = 'house-model', cost_usd, inputTokens = () => 1000 }: ModelCalls = {},
): object[] {
  let calls = 0;
  const at = (seconds: number) => new Date(Date.UTC(2026, 10, 2) + seconds * 1000).toISOString();
  const identity = (id: string, seconds: number) => ({
    trace_id: trace,
    span_id: `${trace}.${id}`,
    timestamp: at(seconds),
  });
  return steps.flatMap(({ isParallel, ...step }, place) => {
    const tool = { ...identity(`t${place + 1}`, 2 * place + 1), kind: 'tool', ...step };
    if (isParallel) return [tool];
    calls += 1;
    const tokens = { input_tokens: inputTokens(calls - 1), output_tokens: 50 };
    const call = { ...identity(`c${calls}`, 2 * place), kind: 'llm', name: 'chat', model, ...tokens };
    return [cost_usd === undefined ? call : { ...call, cost_usd }, tool];
  });
}

/** The same call so many times. */
export function again(times: number, step: ToolCall): ToolCall[] {
  return Array.from({ length: times }, () => step);
}
