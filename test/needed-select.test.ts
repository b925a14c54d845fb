import { describe, expect, test } from 'vitest';
import { dialects } from '../src/dialects/all.ts';
import type { Dialect } from '../src/dialects/dialect.ts';
import type { Row } from '../src/report/report.ts';
import { namedIn } from '../src/store/landing.ts';
import { neededSelect, selectNames } from '../src/store/neededSelect.ts';
import { dialectOf, logs, recordsOf } from './fixtureLogs.ts';
import { logged } from './logged.ts';

/** Columns that one dialect after the other is asked for; those of the accounting are always needed. */
const accounted = ['file_place', 'record_type', 'is_first', 'unexpected'];
const asked = [
  ['trace_id', 'span_id', 'model', 'input_tokens', 'output_tokens', 'started_at'],
  ['arguments', 'tool_name', 'is_error', 'kind'],
  ['attributes', 'session_id', 'user_id', 'call_id', 'status'],
];

const only = (rows: readonly Row[], columns: readonly string[]) =>
  rows
    .map((row) => columns.map((column) => row[column] ?? null))
    .map((row) => JSON.stringify(row))
    .sort();

function withOnly(dialect: Dialect, needed: readonly string[]): Dialect {
  const sql = neededSelect(dialect.sql, needed);
  return { ...dialect, sql, parameters: (...about) => namedIn(sql, dialect.parameters?.(...about) ?? {}) };
}

describe.each(dialects.map((dialect) => [dialect.name, dialect] as const))(
  'the SELECT of %s',
  (name, dialect) => {
    const records = logs
      .filter((fixture) => dialectOf(fixture) === name)
      .flatMap((fixture) => recordsOf(fixture).slice(0, 60));

    test('reads the same without the columns that nobody needs', async () => {
      const whole = await logged(dialect, records);
      for (const columns of asked) {
        const needed = [...accounted, ...columns];
        const rows = await logged(withOnly(dialect, needed), records);
        expect(only(rows, needed)).toEqual(only(whole, needed));
      }
    });

    test('is laid out so that its columns are told apart', () => {
      expect(selectNames(dialect.sql).filter((column) => column !== undefined).length).toBeGreaterThan(10);
    });
  },
);

describe('columns that nobody needs', () => {
  const sql = `WITH record AS (
  SELECT
    a AS one,
    -- Of two lines, with a comma, in brackets.
    coalesce(b,
      'it''s, c') AS two,
    unnest(c) AS item,
    d AS three, e AS four
  FROM read
),
step AS (
  SELECT
    *,
    two || 'x' AS long
  FROM record
)
SELECT
  one,
  long AS text,
  CASE
    WHEN one = 1 THEN 'a, b'
  END AS word -- What it says.
FROM step`;

  test('go, and what only they were made of', () => {
    expect(neededSelect(sql, ['one'])).toBe(`WITH record AS (
  SELECT
    a AS one,
    unnest(c) AS item,
    d AS three, e AS four
  FROM read
),
step AS (
  SELECT
    *
  FROM record
)
SELECT
  one
FROM step`);
  });

  test('stay where all are needed, and where one at least must', () => {
    expect(neededSelect(sql, ['one', 'text', 'word'])).toBe(sql);
    expect(neededSelect('SELECT\n  a AS one,\n  b AS two\nFROM read', [])).toBe(
      'SELECT\n  a AS one\nFROM read',
    );
  });

  test('stay where parts are put one on the other by their place', () => {
    const parts =
      'WITH record AS (\n  SELECT\n    a AS one\n  FROM x\n  UNION ALL\n  SELECT\n    b\n  FROM y\n)\nSELECT\n  two\nFROM record';
    expect(neededSelect(parts, ['two'])).toBe(parts);
  });
});
