import type { Column, Row } from '../../report/report.ts';

/** The columns of a trace, in the order of the JSON; what the rows do not know stays off a screen. */
export function spanColumns(
  rows: readonly Row[],
  { isTree, isPath }: { isTree: boolean; isPath: boolean },
): readonly Column[] {
  // A path is about time: what it says of tokens gives way on a narrow screen.
  const ifKnown = (key: string) => (!isPath && rows.some((row) => row[key] !== null) ? 'always' : 'room');
  const hasFailures = rows.some((row) => row['shown_status'] !== '');
  return [
    { key: 'depth', unit: 'count', show: 'asked' },
    { key: 'span_id', unit: 'text', show: isTree ? 'asked' : 'room' },
    { key: 'parent_span_id', unit: 'text', show: 'asked' },
    {
      key: 'name',
      unit: 'text',
      show: 'always',
      shownBy: 'shown_name',
      ...(isTree ? { indentBy: 'depth' } : {}),
    },
    { key: 'kind', unit: 'text', show: 'asked' },
    { key: 'model', unit: 'text' },
    { key: 'self_ms', title: 'self', unit: 'ms', show: 'always' },
    { key: 'latency_ms', title: 'latency', unit: 'ms', show: 'always' },
    { key: 'cost_usd', unit: 'usd', show: 'asked' },
    { key: 'rolled_up_cost_usd', title: 'cost', unit: 'usd', show: 'always', atLeastIf: 'unpriced_below' },
    { key: 'share', unit: 'fraction', show: ifKnown('share') },
    { key: 'input_tokens', title: 'input', unit: 'tokens', show: ifKnown('input_tokens') },
    { key: 'input_growth', title: 'growth', unit: 'tokens', show: ifKnown('input_growth'), signed: true },
    { key: 'output_tokens', title: 'output', unit: 'tokens' },
    { key: 'status', unit: 'text', show: hasFailures ? 'always' : 'asked', shownBy: 'shown_status' },
    {
      key: 'on_critical_path',
      title: '●',
      unit: 'flag',
      show: isPath ? 'asked' : ifMarked(rows),
      shownBy: 'shown_path',
    },
    ...(isPath ? pathColumns : []),
  ];
}

const ifMarked = (rows: readonly Row[]) =>
  rows.some((row) => row['on_critical_path'] === true) ? 'always' : 'asked';

/** Of the critical path alone: what each span itself added to the wall time. */
const pathColumns: readonly Column[] = [
  { key: 'critical_ms', title: 'on path', unit: 'ms', show: 'always' },
  { key: 'critical_share', title: 'of wall', unit: 'fraction', show: 'always' },
];

export const totalColumns: readonly Column[] = [
  { key: 'cost_usd', title: 'cost', unit: 'usd' },
  { key: 'calls', unit: 'count' },
  { key: 'input_tokens', title: 'input', unit: 'tokens' },
  { key: 'output_tokens', title: 'output', unit: 'tokens' },
  { key: 'latency_ms', title: 'latency', unit: 'ms' },
  { key: 'errors', unit: 'count' },
];
