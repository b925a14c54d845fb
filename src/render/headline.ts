import type { Report } from '../report/report.ts';
import { readable } from './units.ts';

/** The headline in words, its numbers as a table would write them; not yet sanitised. */
export function headlineText({ headline, meta }: Report): string | undefined {
  if (headline === undefined || typeof headline === 'string') return headline;
  const tz = String(meta['tz'] ?? 'UTC');
  return headline
    .map((part) => (typeof part === 'string' ? part : readable(part.value, part.unit, tz)))
    .join('');
}
