import type { Column, Row } from '../../report/report.ts';
import type { Store } from '../../store/store.ts';
import dialectTotals from './dialects.sql';
import files from './files.sql';
import { counted, type Finding, partOf, type Reason, reason, shareOf } from './finding.ts';

const counts: readonly Column[] = [
  { key: 'records', unit: 'count', show: 'always' },
  { key: 'spans', unit: 'count', show: 'always' },
  { key: 'duplicates', unit: 'count', show: 'always' },
  { key: 'other', unit: 'count', show: 'always' },
  { key: 'rejected', unit: 'count', show: 'always' },
];

const columns: readonly Column[] = [
  { key: 'file', unit: 'text', show: 'always' },
  { key: 'dialect', unit: 'text', show: 'always' },
  ...counts,
  { key: 'first_reason', title: 'first reason', unit: 'text' },
];

/** More files than this are told by dialect, and one by one only where there is something to say. */
const mostFiles = 12;

export type Accounting = {
  readonly files: Finding;
  readonly dialects: Finding;
  /** The sums over all files; `torn` last lines are among the rejected. */
  readonly total: Row;
  /** True when each file's parts make up its records. */
  readonly isWhole: boolean;
};

/** Where every record went. `maxRejected`: the share of records that may be unreadable. */
export async function account(store: Store, maxRejected: number): Promise<Accounting> {
  const rows = await store.rows(files);
  const total = totalOf(rows);
  const off = rows.filter((row) => row['is_off'] === true);
  const troubled = rows.filter((row) => row['is_off'] === true || Number(row['rejected']) > 0);
  const section = {
    ...{ key: 'rows', columns, rows, footer: { ...total, file: 'total' } },
    telling: rows.length > mostFiles ? troubled.length : rows.length,
    gist: `${counted(rows.length, 'file')}: nothing was rejected`,
  };
  const reasons = [...off.map(wrongSum), ...emptiness(total), ...rejection(total, maxRejected)];
  const dialects = await byDialect(store, rows.length > mostFiles);
  return { files: { section, reasons }, dialects, total, isWhole: off.length === 0 };
}

/** Does it reject more than `maxRejected` of the records? A torn last line does not count. */
export function isUnreadable(total: Row, maxRejected: number): boolean {
  return Number(total['rejected']) - Number(total['torn']) > maxRejected * Number(total['records']);
}

async function byDialect(store: Store, isTold: boolean): Promise<Finding> {
  const rows = await store.rows(dialectTotals);
  const names = rows.map(({ dialect }) => dialect ?? 'nothing that is known');
  const section = {
    ...{ key: 'dialects', title: 'dialects', rows, gist: `dialects: ${names.join(', ')}` },
    columns: [
      { key: 'dialect', unit: 'text', show: 'always' },
      { key: 'files', unit: 'count' },
      ...counts,
    ] as const,
    telling: isTold ? rows.length : 0,
  };
  return { section, reasons: [] };
}

function totalOf(rows: readonly Row[]): Row {
  const sum = (key: string) => rows.reduce((before, row) => before + Number(row[key]), 0);
  return Object.fromEntries([...counts.map(({ key }) => key), 'torn'].map((key) => [key, sum(key)]));
}

function wrongSum({ file }: Row): Reason {
  const text = `${file}: its spans, duplicates, other and rejected records do not make up its records: a bug in llmtrace`;
  return { level: 'doubt', share: 1, text };
}

function emptiness({ records }: Row): Reason[] {
  return reason(records === 0 ? 'doubt' : 'fine', 1, 'no record was read');
}

function rejection(total: Row, maxRejected: number): Reason[] {
  const [records, rejected] = [Number(total['records']), Number(total['rejected'])];
  if (rejected === 0) return [];
  const isTooMuch = isUnreadable(total, maxRejected);
  const text = `${partOf(rejected, records, 'record')} could not be read${isTooMuch ? ', more than --max-rejected allows' : ''}`;
  return reason(isTooMuch ? 'doubt' : 'caution', shareOf(rejected, records), text);
}
