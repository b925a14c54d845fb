import type { Row } from '../../report/report.ts';
import { idOf, type Keys, keysOf } from './group.ts';

/** What spans of a side (of a group of it, or all) did, whatever it cost; unknown is null. */
export type Deeds = {
  readonly spans: number;
  readonly traces: number;
  /** Model calls; tool calls where the groups are tools. */
  readonly calls: number;
  readonly toolCalls: number;
  readonly errors: number;
  /** Model and tool calls: what can fail. */
  readonly attempts: number;
  readonly inputTokens: number | null;
  readonly cacheReadTokens: number | null;
  readonly cacheWriteTokens: number | null;
  readonly outputTokens: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
  /** ISO 8601. */
  readonly firstAt: string | null;
  readonly lastAt: string | null;
};

export type BothDeeds = { readonly before: Deeds; readonly after: Deeds };

export type AllDeeds = BothDeeds & {
  readonly groups: ReadonlyMap<string, { readonly keys: Keys } & BothDeeds>;
};

/** The rows of `span.sql`, with those of `latency.sql`. */
export function deedsOf(rows: readonly Row[], latencies: readonly Row[]): AllDeeds {
  const known = new Map(latencies.map((row) => [placeOf(row), row['quantiles']]));
  const timed = rows.map((row) => ({ ...row, quantiles: known.get(placeOf(row)) ?? null }));
  return gathered(timed);
}

const placeOf = (row: Row) => `${row['side']} ${row['is_whole']} ${idOf(keysOf(row))}`;

function gathered(rows: readonly Row[]): AllDeeds {
  const groups = new Map<string, { keys: Keys } & BothDeeds>();
  const whole = { before: none, after: none };
  for (const row of rows) {
    const side = row['side'] === 1 ? 'before' : 'after';
    if (row['is_whole'] === true) whole[side] = deeds(row);
    else {
      const keys = keysOf(row);
      const known = groups.get(idOf(keys)) ?? { keys, before: none, after: none };
      groups.set(idOf(keys), { ...known, [side]: deeds(row) });
    }
  }
  return { ...whole, groups };
}

const none: Deeds = {
  ...{ spans: 0, traces: 0, calls: 0, toolCalls: 0, errors: 0, attempts: 0 },
  ...{ inputTokens: null, cacheReadTokens: null, cacheWriteTokens: null, outputTokens: null },
  ...{ p50: null, p95: null, firstAt: null, lastAt: null },
};

function deeds(row: Row): Deeds {
  const number = (key: string) => (row[key] === null ? null : Number(row[key]));
  const text = (key: string) => (row[key] === null ? null : String(row[key]));
  const count = (key: string) => Number(row[key]);
  const [p50 = null, p95 = null] = (row['quantiles'] ?? []) as readonly (number | null)[];
  return {
    ...{ spans: count('spans'), traces: count('traces'), calls: count('calls') },
    ...{ toolCalls: count('tool_calls'), errors: count('errors'), attempts: count('attempts') },
    ...{ inputTokens: number('input_tokens'), outputTokens: number('output_tokens') },
    ...{ cacheReadTokens: number('cache_read_tokens'), cacheWriteTokens: number('cache_write_tokens') },
    ...{ p50, p95 },
    ...{ firstAt: text('first_at'), lastAt: text('last_at') },
  };
}

/** Of model and tool calls. */
export const failureRate = ({ errors, attempts }: Deeds): number | null => over(errors, attempts);

/** Nothing of nothing is unknown. */
export function over(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole === 0 ? null : part / whole;
}
