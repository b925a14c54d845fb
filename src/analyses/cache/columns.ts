import type { Column, Row } from '../../report/report.ts';

/** The measures of a group, and of everything. */
export const measures: readonly Column[] = [
  { key: 'calls', unit: 'count', show: 'always' },
  { key: 'cost_usd', title: 'cost', unit: 'usd', atLeastIf: 'unpriced_calls' },
  { key: 'input_tokens', title: 'input', unit: 'tokens', show: 'asked' },
  { key: 'hit_ratio', title: 'hit ratio', unit: 'fraction', show: 'always' },
  { key: 'expected_tokens', title: 'expected', unit: 'tokens' },
  { key: 'read_tokens', title: 'read', unit: 'tokens' },
  { key: 'written_tokens', title: 'written', unit: 'tokens', show: 'asked' },
  { key: 'lost_tokens', title: 'lost tokens', unit: 'tokens' },
  { key: 'lost_usd', title: 'lost', unit: 'usd', show: 'always', atLeastIf: 'unpriced_misses' },
  { key: 'lost_share', title: 'of cost', unit: 'fraction', show: 'always' },
  { key: 'avoidable_usd', title: 'avoidable', unit: 'usd', show: 'always', atLeastIf: 'unpriced_misses' },
];

/** The row with the values of these columns alone, in their order. */
export function only(row: Row, columns: readonly Column[]): Row {
  return Object.fromEntries(columns.map(({ key }) => [key, row[key] ?? null]));
}
