import type { Value } from '../report/report.ts';

/** Cells of a whole bar. */
const length = 24;

/** A stretch of a bar: `█` where it grows, `░` where it shrinks; what is anything takes one cell at least. */
export function barText(value: Value): string {
  if (!Array.isArray(value)) return '';
  const [from = 0, to = 0] = value.map((share) => Number(share) * length);
  if (from === to) return '';
  const first = Math.min(Math.round(Math.min(from, to)), length - 1);
  const cells = Math.max(1, Math.round(Math.max(from, to)) - first);
  return ' '.repeat(first) + (to > from ? '█' : '░').repeat(cells);
}
