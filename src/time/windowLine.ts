import type { Report } from '../report/report.ts';
import type { Window } from './window.ts';

/** What a window came to, for the line above a table; undefined where it is everything. */
export function windowLine({ label, start, end, partial, days }: Window, tz: string): Report['headline'] {
  if (start === null && end === null) return undefined;
  const from = start === null ? [] : ['from ', { value: start, unit: 'instant' } as const];
  const to = end === null ? [] : ['to ', { value: end, unit: 'instant' } as const];
  const between = start === null || end === null ? [] : [' '];
  const isWhole = days !== null && days >= 1 && Number.isInteger(days);
  const length = isWhole
    ? [', ', { value: days, unit: 'count' } as const, days === 1 ? ' day' : ' days']
    : [];
  return [`window ${label}: `, ...from, ...between, ...to, ` (${tz})`, ...length, partial ? ' so far' : ''];
}
