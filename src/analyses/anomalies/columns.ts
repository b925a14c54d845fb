import type { Column } from '../../report/report.ts';

/** One row per finding. */
export const columns: readonly Column[] = [
  { key: 'kind', unit: 'text', show: 'always' },
  { key: 'at', unit: 'instant', show: 'always' },
  { key: 'group', unit: 'text', show: 'always' },
  { key: 'excess_usd', title: 'excess', unit: 'usd', show: 'always' },
  { key: 'ratio', title: '× usual', unit: 'number', show: 'always' },
  { key: 'factor', unit: 'text', show: 'always' },
  { key: 'top_field', title: 'stands out', unit: 'text' },
  { key: 'key', title: 'what', unit: 'text', shownBy: 'shown_key' },
  { key: 'n', title: 'calls', unit: 'count' },
  { key: 'grain', unit: 'text', show: 'asked' },
  { key: 'metric', unit: 'text', show: 'asked' },
  { key: 'value', unit: 'number', show: 'asked' },
  { key: 'p50', unit: 'number', show: 'asked' },
  { key: 'p99', unit: 'number', show: 'asked' },
  { key: 'z', unit: 'number', show: 'asked' },
  { key: 'last_at', unit: 'instant', show: 'asked' },
  { key: 'keys', unit: 'list', show: 'asked' },
  { key: 'trace_ids', unit: 'list', show: 'asked' },
];

export const totals: readonly Column[] = [
  { key: 'findings', unit: 'count' },
  { key: 'excess_usd', unit: 'usd' },
  { key: 'calls', unit: 'count' },
  { key: 'judged_calls', unit: 'count' },
  { key: 'cost_usd', unit: 'usd' },
  { key: 'failed_calls', unit: 'count' },
  { key: 'failed_usd', unit: 'usd' },
];

/** One row per group without a baseline. */
export const notJudged: readonly Column[] = [
  { key: 'group', unit: 'text', show: 'always' },
  { key: 'calls', unit: 'count', show: 'always' },
  { key: 'cost_usd', title: 'cost', unit: 'usd', show: 'always' },
  { key: 'by_all_calls', title: 'judged by all calls', unit: 'count' },
  { key: 'baseline_calls', title: 'calls before', unit: 'count' },
  { key: 'reason', unit: 'text', show: 'always' },
];
