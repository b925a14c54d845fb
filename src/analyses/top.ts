import type { Column, Row } from '../report/report.ts';
import type { Option } from '../request/options.ts';
import type { Analysis, Answer, Own } from './analysis.ts';
import { type Grouping, groupings, groupNames } from './dimensions.ts';
import { groupBy, keyColumns, keysOf } from './groupBy.ts';
import topListed from './top/listed.sql';
import topRows from './top/rows.sql';
import { samplingNotes } from './top/sampling.ts';
import topTotal from './top/total.sql';
import unweighted from './top/unweighted.sql';
import weighted from './top/weighted.sql';
import { trustNotes } from './trust.ts';

const orders = [
  'cost',
  'tokens',
  'input',
  'output',
  'cache-read',
  'calls',
  'latency',
  'p95',
  'errors',
] as const;

const options: readonly Option[] = [
  {
    key: 'by',
    flags: '--by <measure>',
    type: 'text',
    choices: orders,
    default: 'cost',
    description: 'what the list is sorted by',
  },
  {
    key: 'group',
    flags: '--group <group>',
    type: 'text',
    default: 'trace',
    description: `${groupNames.join(', ')}; two as feature,model`,
  },
  {
    key: 'cumulative',
    flags: '--cumulative',
    type: 'flag',
    description: 'add the share of the whole that the rows so far make up',
  },
  {
    key: 'weighted',
    flags: '--weighted',
    type: 'flag',
    description: 'count each call for as many as it stands for where sampling is logged',
  },
];

/** The measures of a group, the same words in every report. */
const measures: readonly Column[] = [
  { key: 'cost_usd', title: 'cost', unit: 'usd', show: 'always', atLeastIf: 'unpriced_calls' },
  { key: 'share', unit: 'fraction', show: 'always' },
  { key: 'traces', unit: 'count' },
  { key: 'calls', unit: 'count', show: 'always' },
  { key: 'input_tokens', title: 'input', unit: 'tokens' },
  { key: 'uncached_input_tokens', title: 'uncached', unit: 'tokens', show: 'asked' },
  { key: 'cache_read_tokens', title: 'cache read', unit: 'tokens' },
  { key: 'cache_write_tokens', title: 'cache write', unit: 'tokens', show: 'asked' },
  { key: 'output_tokens', title: 'output', unit: 'tokens' },
  { key: 'reasoning_tokens', title: 'reasoning', unit: 'tokens', show: 'asked' },
  { key: 'latency_ms', title: 'latency', unit: 'ms', show: 'always' },
  { key: 'p50_ms', title: 'p50', unit: 'ms', show: 'asked' },
  { key: 'p95_ms', title: 'p95', unit: 'ms' },
  { key: 'errors', unit: 'count' },
  { key: 'error_rate', title: 'error rate', unit: 'fraction', show: 'asked' },
  { key: 'unpriced_calls', title: 'unpriced', unit: 'count', show: 'asked' },
  { key: 'started_at', title: 'started', unit: 'instant' },
];

const flags: Column = { key: 'flags', unit: 'list' };
const cumulative: Column = { key: 'cumulative_share', title: 'cumulative', unit: 'fraction', show: 'always' };

export const topAnalysis: Analysis = {
  name: 'top',
  summary: 'what costs most: traces, calls, or any group?',
  positionals: [],
  options,
  examples: [
    'llmtrace top --by cost fixtures/demo.jsonl',
    'llmtrace top --group feature,model --cumulative fixtures/demo.jsonl',
    'llmtrace top --group stage --where "feature = \'chat\'" fixtures/demo.jsonl',
  ],
  readsLog: () => true,
  needs: (own) => [...groupsOf(own).flatMap(({ reads }) => reads), ...(isWeighted(own) ? ['weight'] : [])],
  async answer(store, request, own) {
    const groups = groupsOf(own);
    await groupBy(store, groups);
    await store.run(isWeighted(own) ? weighted : unweighted);
    await store.run('SET VARIABLE top_by = $by', { by: String(own.options['by']) });
    await store.run(topListed, { limit: rowLimit(request.limit) });
    const rows = await store.rows(topRows);
    const [total = {}] = await store.rows(topTotal);
    return {
      ...report(rows, total, groups, own.options['cumulative'] === true),
      meta: { unpriced_calls: total['unpriced_calls'] ?? null },
      notes: [...(await trustNotes(store, total)), ...(isWeighted(own) ? await samplingNotes(store) : [])],
    };
  },
};

const isWeighted = (own: Own) => own.options['weighted'] === true;

const groupsOf = (own: Own) => groupings(String(own.options['group']));

/** DuckDB's LIMIT takes no infinity. */
const rowLimit = (limit: number) => (Number.isFinite(limit) ? limit : Number.MAX_SAFE_INTEGER);

function report(
  rows: readonly Row[],
  total: Row,
  groups: readonly Grouping[],
  withCumulative: boolean,
): Omit<Answer, 'notes'> {
  const columns: Column[] = [
    { key: 'rank', title: '#', unit: 'count' },
    ...keyColumns(groups),
    ...measures.slice(0, 2),
    ...(withCumulative ? [cumulative] : []),
    ...measures.slice(2),
    flags,
  ];
  const totals = only(total, measures);
  return {
    sections: [
      {
        key: 'rows',
        columns,
        rows: rows.map((row) => groupRow(row, groups, columns)),
        more: moreThan(rows, total),
        footer: { ...totals, key: 'total', [groups[0]?.key ?? 'key']: 'total' },
      },
    ],
    totals: { columns: measures, row: totals },
  };
}

function groupRow(row: Row, groups: readonly Grouping[], columns: readonly Column[]): Row {
  return only({ ...row, ...keysOf(row, groups) }, columns);
}

function only(row: Row, columns: readonly Column[]): Row {
  return Object.fromEntries(columns.map(({ key }) => [key, row[key] ?? null]));
}

const moreThan = (rows: readonly Row[], total: Row) => Math.max(0, Number(total['groups']) - rows.length);
