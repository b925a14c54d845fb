import { answer } from './run.ts';

/** The spans of logs by the columns asked for, in the order of time, then of ids. */
export async function spansOf(columns: string, ...files: readonly string[]): Promise<unknown[][]> {
  const query = `SELECT ${columns} FROM span ORDER BY started_at NULLS LAST, span_id NULLS LAST, name`;
  const { rows } = await answer(['sql', query, '--limit', '1000', ...files]);
  return rows.map((row) => Object.values(row));
}

/** Where the records of logs went: `[records, spans, duplicates, other, rejected]` by file, in the order of the inputs. */
export async function accountOf(...files: readonly string[]): Promise<number[][]> {
  const { meta } = await answer(['top', '--max-rejected', '100%', ...files]);
  return meta.inputs.map(({ records, spans, duplicates, other, rejected }) => [
    ...[records, spans, duplicates, other, rejected],
  ]);
}

/** What all calls of logs come to. */
export async function totalOf(...files: readonly string[]): Promise<Record<string, unknown>> {
  const { totals } = await answer(['top', ...files]);
  const { calls, uncached_input_tokens, cache_read_tokens, cache_write_tokens, output_tokens } = totals;
  return { calls, uncached_input_tokens, cache_read_tokens, cache_write_tokens, output_tokens };
}
