import type { Row } from '../../report/report.ts';
import type { Store } from '../store.ts';
import type { Resolved } from './resolve.ts';

/** What one import did with one log. */
export type Imported = {
  readonly file: string;
  readonly status: Resolved['status'];
  readonly records: number;
  readonly spans: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** Read by it, uncompressed. */
  readonly bytes: number;
};

export const untouched = (file: string): Imported => ({
  ...{ file, status: 'unchanged', records: 0, spans: 0, duplicates: 0, rejected: 0, bytes: 0 },
});

const arrivedCounts = `
  SELECT
    source.file,
    sum(landed_count.records)::BIGINT AS records,
    sum(landed_count.span_records)::BIGINT AS span_records
  FROM source JOIN landed_count USING (source_id)
  GROUP BY source.file ORDER BY source.file`;

const copies = `
  SELECT getvariable('source_files')[source_id] AS file, count(*)::BIGINT AS duplicates
  FROM aside WHERE kind IS NOT NULL AND kept_rowid IS NULL AND coalesce(is_first, true)
  GROUP BY file ORDER BY file`;

const refused =
  'SELECT file, sum(rejected)::BIGINT AS rejected, sum(foreigners)::BIGINT AS foreigners FROM rejected_count GROUP BY file ORDER BY file';

/** What has just been imported of each log, from what is left of the reading. */
export async function importedRows(store: Store, resolved: readonly Resolved[]): Promise<Imported[]> {
  const [counted, repeated, rejected] = [
    byFile(await store.rows(arrivedCounts)),
    byFile(await store.rows(copies)),
    byFile(await store.rows(refused)),
  ];
  return resolved.map(({ change, status }) => {
    const { name, sniffed } = change.file;
    const count = (rows: ReadonlyMap<string, Row>, key: string) => Number(rows.get(name)?.[key] ?? '0');
    const [duplicates, refusals] = [count(repeated, 'duplicates'), count(rejected, 'rejected')];
    return {
      ...{ file: name, status, duplicates, rejected: refusals },
      records: count(counted, 'records') + refusals + count(rejected, 'foreigners'),
      spans: count(counted, 'span_records') - duplicates,
      bytes: change.isKnown ? 0 : sniffed.size - change.start,
    };
  });
}

function byFile(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [String(row['file']), row]));
}

/** Keeps for the report, in the order of their names, what an import did. */
export async function keepImported(store: Store, rows: readonly Imported[]): Promise<void> {
  await store.run(`
    CREATE OR REPLACE TEMP TABLE imported (
      file VARCHAR, status VARCHAR, records BIGINT, spans BIGINT, duplicates BIGINT, rejected BIGINT, bytes BIGINT
    )`);
  if (rows.length === 0) return;
  await store.run(
    `INSERT INTO imported BY NAME SELECT unnest(from_json($rows, '[{
      "file": "VARCHAR", "status": "VARCHAR", "records": "BIGINT", "spans": "BIGINT", "duplicates": "BIGINT", "rejected": "BIGINT", "bytes": "BIGINT"
    }]'), max_depth := 2)`,
    { rows: JSON.stringify(rows) },
  );
}
