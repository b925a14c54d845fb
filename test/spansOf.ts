import { answer, log } from './run.ts';

/** What becomes of a log: these columns of `span`, in order of time and then of id. Dollars as numbers. */
export async function spansOf(
  input: string | readonly (object | string)[],
  ...columns: readonly string[]
): Promise<unknown[][]> {
  const file = typeof input === 'string' ? input : log(input);
  const query = `SELECT ${columns.join(', ')} FROM span ORDER BY started_at NULLS LAST, span_id`;
  const { rows } = await answer(['sql', query, file]);
  return rows.map((row) => Object.values(row));
}

/** Id, then the parts of the prompt (fresh, read, written), the answer, and what that costs. */
export const counted = [
  'span_id',
  'uncached_input_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'output_tokens',
  'cost_usd',
];
