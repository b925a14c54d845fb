import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dialects } from '../src/dialects/all.ts';
import type { Dialect } from '../src/dialects/dialect.ts';
import { dialectOf, type LoggedObject, logs, recordsOf } from './fixtureLogs.ts';
import { logged } from './logged.ts';

/** Laws that hold for every dialect there is. */

const each = dialects.map((dialect) => [dialect.name, dialect] as const);

/** At most so many records of a log: the demo log repeats itself. */
const someOf = (fixture: string) => recordsOf(fixture).slice(0, 200);

const all = logs.flatMap((fixture) => someOf(fixture).map((record) => ({ fixture, record })));

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
    const records = all.map(({ record }) => record);
    expect(await readBySql(dialect, records)).toEqual(acceptedBySchema(dialect, records));
  });

  test('does so too where fields are missing, null, empty or of another type', async () => {
    const records = fc
      .sample(distorted(own), { seed: 1, numRuns: 400 })
      .filter((record) => Object.keys(record).length > 0);
    const [sql, schema] = [await readBySql(dialect, records), acceptedBySchema(dialect, records)];
    const apart = records.filter((_, index) => sql[index] !== schema[index]);
    expect(apart.slice(0, 3)).toEqual([]);
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

async function readBySql(dialect: Dialect, records: readonly LoggedObject[]): Promise<boolean[]> {
  const rows = (await logged(dialect, records)).filter((row) => row['is_first'] !== false);
  expect(rows).toHaveLength(records.length);
  return rows.map((row) => row['record_type'] !== null);
}

function acceptedBySchema(dialect: Dialect, records: readonly LoggedObject[]): boolean[] {
  return records.map((record) => dialect.record.safeParse(record).success);
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
