import { exitCode, UserError } from '../error.ts';
import type { Row } from '../report/report.ts';
import type { Store } from './store.ts';

/** Where every record went, per file and dialect, and what a person should know of it. */
export type Account = { readonly inputs: readonly Row[]; readonly notes: readonly string[] };

const counted = `
  SELECT file, dialect, records, span_records AS spans, duplicates, other, rejected, torn, foreigners
  FROM accounting ORDER BY file, records DESC, dialect`;

const firstReasons = 'SELECT file, line, reason FROM rejected ORDER BY file, line LIMIT 3';

/** Throws a UserError when more than a share `maxRejected` of the records could not be read; a torn last line does not count. */
export async function accountFor(store: Store, maxRejected: number): Promise<Account> {
  const rows = await store.rows(counted);
  const sum = (column: string) => rows.reduce((total, row) => total + Number(row[column]), 0);
  const records = sum('records');
  const bad = sum('rejected') - sum('torn');
  const reasons =
    bad > 0
      ? (await store.rows(firstReasons)).map(({ file, line, reason }) => `  ${file}:${line}: ${reason}`)
      : [];
  if (bad > maxRejected * records) throw tooMany(bad, records, maxRejected, reasons);
  return {
    inputs: rows.map(({ torn: _torn, foreigners: _foreigners, ...input }) => input),
    notes: [
      ...emptiness(records),
      ...rejection(bad, records, reasons),
      ...tearing(rows.filter(({ torn }) => Number(torn) > 0)),
      ...beside(sum('foreigners'), records),
    ],
  };
}

function tooMany(bad: number, records: number, most: number, reasons: readonly string[]): UserError {
  const isForeign = reasons.some((reason) => reason.includes('no known kind'));
  const lines = [
    `${shareOf(bad, records)} could not be read, more than --max-rejected ${Number((most * 100).toPrecision(6))}% allows`,
    ...reasons,
    ...(isForeign && !reasons.some((reason) => reason.includes('; try --map'))
      ? ['  --map input_tokens=usage.tokens_in names a field of a home-made log']
      : []),
    '  llmtrace doctor FILE tells what was read; --max-rejected 100% goes on without the rest',
  ];
  return new UserError(lines.join('\n'), exitCode.input);
}

function emptiness(records: number): string[] {
  return records === 0 ? ['no records: the input is empty'] : [];
}

function rejection(bad: number, records: number, reasons: readonly string[]): string[] {
  return bad === 0 ? [] : [`${shareOf(bad, records)} could not be read:`, ...reasons];
}

/** A log that is being written ends in half a record. */
function tearing(files: readonly Row[]): string[] {
  const [first] = files;
  if (first === undefined) return [];
  const others = files.length > 1 ? ` (and of ${files.length - 1} more)` : '';
  return [`${String(first['file'])}: the last record${others} is torn, and was left out`];
}

/** What a service logs beside its calls; under names that nobody knows there might be calls among it. */
function beside(foreigners: number, records: number): string[] {
  return foreigners === 0
    ? []
    : [
        `${shareOf(foreigners, records)} ${foreigners === 1 ? 'tells' : 'tell'} of no call of a model (llmtrace doctor: other)`,
      ];
}

function shareOf(part: number, whole: number): string {
  return `${part.toLocaleString('en')} of ${whole.toLocaleString('en')} record${whole === 1 ? '' : 's'}`;
}
