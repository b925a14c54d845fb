import { answer, type Fields, log } from './run.ts';

/** What `doctor --format json` prints: each section under its key. */
export type Diagnosis = {
  readonly meta: {
    readonly verdict: string;
    readonly is_accounted: boolean;
    readonly unpriced_calls: number;
  };
  readonly rows: readonly Fields[];
  readonly totals: Fields;
} & Readonly<
  Record<
    | 'verdict'
    | 'dialects'
    | 'prices'
    | 'mismatches'
    | 'usage'
    | 'conventions'
    | 'time'
    | 'tree'
    | 'requests'
    | 'unused'
    | 'content'
    | 'other',
    readonly Record<string, unknown>[]
  >
>;

/** What doctor says of a log of these records; `code`: the exit code it must end with. */
export async function diagnosis(
  lines: readonly (object | string)[],
  { options = [], code = 0 }: { readonly options?: readonly string[]; readonly code?: number } = {},
): Promise<Diagnosis> {
  const said = await answer(['doctor', log(lines), '--now', '2026-12-01T00:00Z', ...options], {}, code);
  return said as unknown as Diagnosis;
}

/** The counts of a section of checks: those that are not 0, in the order of the report. */
export function counts(checks: readonly Record<string, unknown>[]): Record<string, unknown> {
  return Object.fromEntries(checks.filter(({ count }) => count).map(({ check, count }) => [check, count]));
}

/** The levels of the checks that are not fine. */
export function levels(checks: readonly Record<string, unknown>[]): Record<string, unknown> {
  return Object.fromEntries(
    checks.filter(({ level }) => level !== 'fine').map(({ check, level }) => [check, level]),
  );
}

let spans = 0;

/** A model call of 1,000 tokens in and 100 out, by default healthy in every way; a null takes a field away. */
export function call(fields: object = {}): object {
  spans += 1;
  const span = {
    ...{ trace_id: 't1', span_id: `s${String(spans).padStart(4, '0')}`, kind: 'llm', model: 'gpt-4o' },
    ...{ started_at: '2026-11-03T10:00:00Z', latency_ms: 900, input_tokens: 1000, output_tokens: 100 },
    ...fields,
  };
  return Object.fromEntries(Object.entries(span).filter(([, value]) => value !== null));
}
