import { UserError } from '../error.ts';
import type { Column } from '../report/report.ts';
import type { Analysis } from './analysis.ts';
import total from './import/total.sql';
import importRows from './import.sql';

const columns: readonly Column[] = [
  { key: 'file', unit: 'text', show: 'always' },
  { key: 'status', unit: 'text', show: 'always' },
  { key: 'records', unit: 'count', show: 'always' },
  { key: 'spans', unit: 'count', show: 'always' },
  { key: 'duplicates', unit: 'count' },
  { key: 'rejected', unit: 'count' },
  { key: 'bytes', unit: 'bytes' },
];

export const importAnalysis: Analysis = {
  name: 'import',
  summary: 'keep the spans in a DuckDB file, incrementally',
  positionals: [],
  options: [
    {
      key: 'rebuild',
      flags: '--rebuild',
      type: 'flag',
      description: 'start over: forget what the file holds, and read the logs again',
    },
  ],
  examples: ['llmtrace import fixtures/demo.jsonl --db traces.duckdb', 'llmtrace top --db traces.duckdb'],
  readsLog: () => true,
  rebuilds: ({ options }) => options['rebuild'] === true,
  needs: (_own, { db }) => {
    if (db === undefined)
      throw new UserError('import: no database was named, as in\n  llmtrace import logs/ --db traces.duckdb');
    return [];
  },
  async answer(store) {
    const rows = await store.rows(importRows);
    const [sums = {}] = await store.rows(total);
    const { unpriced_calls: unpriced = null, ...row } = sums;
    return {
      sections: [{ key: 'rows', columns, rows, footer: { ...row, file: 'total' } }],
      totals: { columns: columns.filter(({ unit }) => unit !== 'text'), row },
      meta: { unpriced_calls: unpriced },
      notes: [],
    };
  },
};
