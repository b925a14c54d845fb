import { type Answer, answer } from './run.ts';

/** The rows of `top` by trace, with only these columns. */
export async function byTrace(
  argv: readonly string[],
  columns: readonly string[],
): Promise<{
  readonly traces: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly answer: Answer;
}> {
  const answered = await answer(['top', '--all', ...argv]);
  const traces = answered.rows.map((row) => [
    String(row['trace_id']),
    Object.fromEntries(columns.map((column) => [column, row[column]])),
  ]);
  return { traces: Object.fromEntries(traces), answer: answered };
}
