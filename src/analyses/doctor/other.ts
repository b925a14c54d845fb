import type { Column, Row } from '../../report/report.ts';
import type { Store } from '../../store/store.ts';
import { counted, type Finding, levelOf, type Reason, reason, shareOf } from './finding.ts';
import other from './other.sql';

const columns: readonly Column[] = [
  { key: 'dialect', unit: 'text' },
  { key: 'record_type', title: 'type', unit: 'text', show: 'always' },
  { key: 'records', unit: 'count', show: 'always' },
  { key: 'is_known', title: 'known', unit: 'flag', show: 'always' },
];

/** Records that are no spans, by type, of `all` records that were read: nothing hides there. */
export async function otherRecords(store: Store, all: number): Promise<Finding> {
  const rows = await store.rows(other);
  const unknown = rows.filter((row) => row['is_known'] === false);
  const gist =
    rows.length === 0
      ? 'every record is a span'
      : `${counted(recordsOf(rows), 'record')} of ${counted(rows.length, 'type')} that hold no usage`;
  const section = {
    ...{ key: 'other', title: 'records of an unknown type', gist: `other records: ${gist}` },
    ...{ columns, rows, telling: unknown.length },
  };
  return { section, reasons: unknown.length === 0 ? [] : unknownTypes(unknown, all) };
}

function unknownTypes(rows: readonly Row[], all: number): Reason[] {
  const share = shareOf(recordsOf(rows), all);
  const types = rows.slice(0, 3).map((row) => row['record_type']);
  const text = `${counted(recordsOf(rows), 'record')} of a type that is not known to be without usage: ${types.join(', ')}`;
  return reason(levelOf('caution', share), share, text);
}

const recordsOf = (rows: readonly Row[]) => rows.reduce((sum, row) => sum + Number(row['records']), 0);
