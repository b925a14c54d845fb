import type { Row } from '../../report/report.ts';
import type { Store } from '../../store/store.ts';
import calls from './calls.sql';
import context from './context.sql';
import { type Measured, numberIn, textOf, unknownMeasure } from './measured.ts';

/** By the name of each rule on model calls, how its value comes of the sums over all of them. */
const fromSums: Readonly<Record<string, (sums: Row) => Measured>> = {
  'max-error-rate': (sums) => share(sums, 'failed_calls', 'failing_trace_id', 'model calls failed'),
  'max-unpriced': (sums) => share(sums, 'unpriced_calls', 'unpriced_trace_id', 'model calls have no price'),
  'max-p95-ms': (sums) => plain(sums, 'p95_ms', 'slowest_trace_id', 'p95 of the latency of model calls'),
  'max-ttft-p95-ms': (sums) =>
    plain(sums, 'ttft_p95_ms', 'latest_trace_id', 'p95 of the time to first token'),
  'max-temperature': (sums) => plain(sums, 'temperature', 'hottest_trace_id', 'the highest temperature'),
  'min-cache-hit-ratio': hitRatio,
};

export async function measureCalls(store: Store, names: readonly string[]): Promise<Map<string, Measured>> {
  const asked = names.filter((name) => name in fromSums);
  const [sums = {}] = asked.length === 0 ? [] : await store.rows(calls);
  const found = new Map(asked.map((name) => [name, (fromSums[name] ?? unasked)(sums)]));
  if (names.includes('max-context-fill')) found.set('max-context-fill', await contextFill(store));
  return found;
}

const unasked = () => unknownMeasure('not measured');

function share(sums: Row, key: string, trace: string, what: string): Measured {
  const [part, all] = [Number(sums[key]), Number(sums['calls'])];
  if (all === 0) return unknownMeasure('there is no model call');
  const why = [`${part.toLocaleString('en')} of ${all.toLocaleString('en')} ${what}`];
  return { value: part / all, worst: part === 0 ? null : textOf(sums[trace]), why };
}

function plain(sums: Row, key: string, trace: string, what: string): Measured {
  const value = numberIn(sums, key);
  if (value === null) return unknownMeasure(`the log does not tell ${what}`);
  return { value, worst: textOf(sums[trace]), why: [what] };
}

function hitRatio(sums: Row): Measured {
  const [read, input] = [numberIn(sums, 'cache_read_tokens'), numberIn(sums, 'input_tokens')];
  if (input === null || input === 0 || read === null)
    return unknownMeasure('the log tells of no prompt tokens');
  const why = [
    { value: read, unit: 'tokens' },
    ' of ',
    { value: input, unit: 'tokens' },
    ' prompt tokens came from the cache',
  ] as const;
  return { value: read / input, worst: textOf(sums['uncached_trace_id']), why };
}

async function contextFill(store: Store): Promise<Measured> {
  const [row] = await store.rows(context);
  if (row === undefined) return unknownMeasure('no call of a model whose context window is known');
  const why = [
    `the longest prompt of ${row['subject']}: `,
    { value: row['input_tokens'] ?? null, unit: 'tokens' },
    ' of ',
    { value: row['context_window'] ?? null, unit: 'tokens' },
    ' tokens',
  ] as const;
  return { value: numberIn(row, 'value'), worst: textOf(row['worst_trace_id']), why };
}
