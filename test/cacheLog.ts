import { answer, type Fields, log } from './run.ts';

/** One call of a conversation, as `calls` makes records of it; tokens of the prompt in its disjoint parts. */
export type Call = {
  readonly after?: number;
  readonly read?: number;
  readonly written?: number;
  readonly written1h?: number;
  readonly uncached?: number;
  readonly more?: object;
};

const start = Date.parse('2026-11-02T09:00:00Z');

/** Records of one conversation with claude-sonnet-4-5; `after`: seconds after the call before, default 30. */
export function calls(conversation: string, made: readonly Call[]): object[] {
  let at = start;
  return made.map(({ after = 30, read = 0, written = 0, written1h = 0, uncached = 0, more = {} }, index) => {
    at += index === 0 ? 0 : after * 1000;
    return {
      ...{
        trace_id: `${conversation}-${index}`,
        span_id: `${conversation}.${index}`,
        session_id: conversation,
      },
      ...{ started_at: new Date(at).toISOString(), kind: 'llm', name: 'chat', provider: 'anthropic' },
      ...{ model: 'claude-sonnet-4-5', uncached_input_tokens: uncached, cache_read_tokens: read },
      ...{ cache_write_5m_tokens: written, cache_write_1h_tokens: written1h, output_tokens: 100, ...more },
    };
  });
}

export type Cache = {
  readonly rows: readonly Fields[];
  readonly totals: Fields;
  readonly notes: readonly string[];
} & Readonly<
  Record<'causes' | 'breaks' | 'lifetimes' | 'unread_writes' | 'repeated_prompts', readonly Fields[]>
>;

/** What `llmtrace cache` says of these records. */
export async function cache(records: readonly object[], ...options: readonly string[]): Promise<Cache> {
  return (await answer(['cache', ...options, log(records)])) as unknown as Cache;
}

/** Every miss, cold starts and calls that cannot be cached included: span → row. */
export async function misses(records: readonly object[]): Promise<ReadonlyMap<string, Fields>> {
  const { rows } = await cache(records, '--list', '--all');
  return new Map(rows.map((row) => [String(row['span_id']), row]));
}

/** span → cause. */
export async function causesOf(records: readonly object[]): Promise<Record<string, string>> {
  const found = await misses(records);
  return Object.fromEntries([...found].sort().map(([span, row]) => [span, String(row['cause'])]));
}
