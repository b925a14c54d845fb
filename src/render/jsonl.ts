import type { Report } from '../report/report.ts';
import { rowText } from './json.ts';

/** The rows of the first section, one JSON object per line; `-f json` has the other sections, `meta` and `totals`. */
export function* jsonl(report: Report): Iterable<string> {
  const { columns, rows } = report.sections[0];
  const text = rowText(columns);
  for (const row of rows) yield `${text(row)}\n`;
}
