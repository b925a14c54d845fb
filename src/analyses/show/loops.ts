import type { Row } from '../../report/report.ts';
import type { Store } from '../../store/store.ts';
import { loopsIn } from '../loops/search.ts';
import { whyOf } from '../loops/why.ts';
import type { Trace } from './trace.ts';

/** Stands behind the name of a span that is part of a loop. */
const sign = '↻';

/** The rows with a mark on those of a loop, and one sentence for each loop. */
export async function withLoops(
  store: Store,
  trace: Trace,
  rows: readonly Row[],
): Promise<{ readonly rows: Row[]; readonly notes: string[] }> {
  const loops = await loopsIn(store, [...new Set(trace.spans.map(({ traceId }) => traceId))]);
  const looped = new Set(loops.flatMap(({ spans }) => spans.map(({ spanId }) => spanId)));
  return {
    rows: rows.map((row) => marked(row, looped.has(row['span_id'] as string | null))),
    notes: loops.map((loop) => `${sign} ${loop.tier} loop: ${whyOf(loop)}`),
  };
}

function marked(row: Row, isInLoop: boolean): Row {
  return isInLoop ? { ...row, shown_name: `${row['shown_name']} ${sign}` } : row;
}
