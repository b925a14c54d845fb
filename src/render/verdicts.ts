import type { Quantity, Report, Row, Sentence } from '../report/report.ts';
import { quantityText, sentenceText } from './units.ts';
import { visible } from './visible.ts';

/** One rule that was judged, in words: what CI formats are made of. */
export type VerdictText = {
  readonly rule: string;
  readonly level: 'ok' | 'fail' | 'warn' | 'skip';
  /** What was found, against which limit, in which trace, and the command that shows it. */
  readonly message: string;
};

/** The rows of `check`, in words. */
export function verdictTexts({ sections, meta }: Report): VerdictText[] {
  const tz = String(meta['tz'] ?? 'UTC');
  return sections[0].rows.map((row) => ({
    rule: String(row['rule']),
    level: levelOf(row),
    message: visible(messageOf(row, tz)),
  }));
}

function levelOf(row: Row): VerdictText['level'] {
  if (row['status'] === 'fail' || row['status'] === 'skip') return row['status'];
  return row['is_warning'] === true ? 'warn' : 'ok';
}

function messageOf(row: Row, tz: string): string {
  const quantity = (key: string) => quantityText(row[key] as unknown as Quantity, tz);
  const why = sentenceText(row['why'] as unknown as Sentence, tz);
  const worst = row['worst_trace_id'];
  const trace = worst === null || worst === undefined ? '' : `; trace ${worst}`;
  return `${quantity('value')}, limit ${quantity('limit')}: ${why}${trace} (${row['see']})`;
}
