import { UserError } from '../../error.ts';
import { type Grouping, groupings } from '../dimensions.ts';
import { fleeting } from './lasting.ts';

/** Reads `--group`; throws a UserError for a group without a past. */
export function lastingGroups(text: string): readonly Grouping[] {
  const groups = groupings(text);
  const bad = groups.find(({ name }) => fleeting.includes(name));
  if (bad === undefined) return groups;
  throw new UserError(
    `--group: ${bad.name}: nothing was there before it to compare with\n  try: --group feature, --group user or --grain trace`,
  );
}

const longest = 90;

/** Reads `--baseline 7d` or `2w` as days; throws a UserError for anything else. */
export function baselineDays(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,3})([dw])$/.exec(text.trim()) ?? [];
  const days = Number(count) * (unit === 'w' ? 7 : 1);
  if (days >= 1 && days <= longest) return days;
  throw new UserError(
    `--baseline: "${text}" is not a number of days from 1 to ${longest} (example: 7d or 2w)`,
  );
}
