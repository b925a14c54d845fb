import type { Report } from '../report/report.ts';
import { sentenceText } from './units.ts';

/** The headline in words, its numbers as a table would write them; not yet sanitised. */
export function headlineText({ headline, meta }: Report): string | undefined {
  return headline === undefined ? undefined : sentenceText(headline, String(meta['tz'] ?? 'UTC'));
}

/** The notes in words; not yet sanitised. */
export function noteTexts({ notes, meta }: Report): readonly string[] {
  return notes.map((note) => sentenceText(note, String(meta['tz'] ?? 'UTC')));
}
