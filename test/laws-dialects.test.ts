import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dialects } from '../src/dialects/all.ts';
import type { Dialect } from '../src/dialects/dialect.ts';
import type { Row } from '../src/report/report.ts';
import { dialectOf, type LoggedObject, logs, recordsOf } from './fixtureLogs.ts';
import { logged, loggedEach } from './logged.ts';

/** Laws that hold for every dialect there is. */

const each = dialects.map((dialect) => [dialect.name, dialect] as const);

/** At most so many records of a log: the demo log repeats itself. */
const someOf = (fixture: string) => recordsOf(fixture).slice(0, 200);

const all = logs.flatMap((fixture) => someOf(fixture).map((record) => ({ fixture, record })));

/** DuckDB tells columns apart without case: of `modelId` and `modelID` in one file only one can be read. */
const spellings = new Map(
  all
    .flatMap(({ record }) => Object.keys(record))
    .reverse()
    .map((key) => [key.toLowerCase(), key]),
);
const alike = all.filter(({ record }) =>
  Object.keys(record).every((key) => spellings.get(key.toLowerCase()) === key),
);

const claimed = (record: LoggedObject) =>
  dialects.find((dialect) => dialect.record.safeParse(record).success)?.name;

describe.each(each)('%s', (name, dialect) => {
  const own = all.filter(({ fixture }) => dialectOf(fixture) === name).map(({ record }) => record);

  test('has a fixture and claims every record of it', () => {
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter((record) => claimed(record) !== name)).toEqual([]);
  });

  test("claims no record of another's fixture", () => {
    const foreign = all.filter(({ fixture }) => dialectOf(fixture) !== name);
    expect(foreign.filter(({ record }) => claimed(record) === name)).toEqual([]);
  });

  test('reads with SQL exactly the records that its schema accepts', async () => {
    const records = alike.map(({ record }) => record);
    expect(await misjudged(dialect, records)).toEqual([]);
  });

  test('does so too where fields are missing, null, empty or of another type', async () => {
    const records = fc
      .sample(distorted(own), { seed: 1, numRuns: 200 })
      .filter((record) => Object.keys(record).length > 0);
    expect((await misjudged(dialect, records)).slice(0, 3)).toEqual([]);
  });

  test.skipIf(dialect.faster === undefined)('reads the same where it reads faster', async () => {
    const alike = own.filter((record) => dialect.faster?.([record]) !== undefined);
    const odd = fc
      .sample(distorted(alike.length > 0 ? alike : own), { seed: 2, numRuns: 200 })
      .filter((record) => dialect.faster?.([record]) !== undefined);
    const records = [...alike, ...odd];
    const sql = dialect.faster?.(records) ?? dialect.sql;
    const fast = await loggedEach({ ...dialect, sql }, records, wholeLog);
    const slow = await loggedEach(dialect, records, wholeLog);
    const apart = records.filter((_, index) => isAnotherReading(fast[index] ?? [], slow[index] ?? []));
    expect(apart.slice(0, 2)).toEqual([]);
  });

  test('gives one first row for each record, and only columns of `logged`', async () => {
    const rows = await logged(dialect, own, wholeLog);
    expect(rows.filter((row) => row['is_first'] === true)).toHaveLength(own.length);
    expect(rows.every((row) => row['record_type'] !== null)).toBe(true);
  });
});

/** Nothing is left out: tools, attributes, digests. */
const wholeLog = {
  columns: new Set(['tool_name', 'arguments', 'output_digest', 'attributes', 'tags', 'blocks']),
  map: {},
};

/** The records that the SELECT reads although the schema refuses them, or the other way round. */
async function misjudged(dialect: Dialect, records: readonly LoggedObject[]): Promise<LoggedObject[]> {
  const isAccepted = (record: LoggedObject) => dialect.record.safeParse(record).success;
  const refused = records.filter((record) => !isAccepted(record));
  return [
    ...(await misread(dialect, records.filter(isAccepted), true)),
    ...(await misread(dialect, refused, false)),
  ];
}

/** All at once is faster by far; only where something is wrong it matters what, and is looked for by halves. */
async function misread(
  dialect: Dialect,
  records: readonly LoggedObject[],
  isRecord: boolean,
): Promise<LoggedObject[]> {
  const read = firstRows(await logged(dialect, records)).filter(isRead);
  if (read.length === (isRecord ? records.length : 0)) return [];
  const half = Math.ceil(records.length / 2);
  if (half > few)
    return [
      ...(await misread(dialect, records.slice(0, half), isRecord)),
      ...(await misread(dialect, records.slice(half), isRecord)),
    ];
  const rows = await loggedEach(dialect, records);
  return records.filter((_, index) => firstRows(rows[index] ?? []).every(isRead) !== isRecord);
}

const few = 20;

const firstRows = (rows: readonly Row[]) => rows.filter((row) => row['is_first'] !== false);
const isRead = (row: Row) => row['record_type'] !== null;

/** Is what was read another thing, and not left for the slower SELECT? */
function isAnotherReading(fast: readonly Row[], slow: readonly Row[]): boolean {
  const text = (rows: readonly Row[]) =>
    rows.map(({ filename: _, file_place: __, ...row }) => JSON.stringify(row)).sort();
  return firstRows(fast).every(isRead) && String(text(fast)) !== String(text(slow));
}

/** A record of the log in which up to eight fields are not what they were. */
function distorted(records: readonly LoggedObject[]): fc.Arbitrary<LoggedObject> {
  const odd = fc.constantFrom<unknown>(
    undefined,
    undefined,
    null,
    '',
    0,
    -1,
    1.5,
    true,
    'text',
    [],
    {},
    [{}],
    {
      a: 1,
    },
  );
  return fc
    .constantFrom(...records)
    .chain((record) =>
      fc
        .array(fc.tuple(fc.constantFrom(...Object.keys(record)), odd), { maxLength: 8 })
        .map((changes) => withChanges(record, changes)),
    );
}

function withChanges(record: LoggedObject, changes: readonly (readonly [string, unknown])[]): LoggedObject {
  const changed = Object.entries({ ...record, ...Object.fromEntries(changes) });
  return Object.fromEntries(changed.filter(([, value]) => value !== undefined));
}
