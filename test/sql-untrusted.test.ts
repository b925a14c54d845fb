import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseSelect } from '../src/store/outsideSql.ts';
import { Store } from '../src/store/store.ts';
import { folder, log, run } from './run.ts';

/** A query may come from a colleague, a ticket or a model: it reads the tables of the log, and nothing else ever. */

const secret = 'id,word\n1,xyzzy\n';
const home = folder();
const file = (name: string) => path.join(home, name);
writeFileSync(file('secret.csv'), secret);
writeFileSync(file('secret.json'), '{"word":"xyzzy"}\n');
mkdirSync(file('backup'));
writeFileSync(file('backup/schema.sql'), 'CREATE TABLE taken(word VARCHAR);');
writeFileSync(file('backup/load.sql'), `COPY taken FROM '${file('secret.csv')}';`);

const span = { trace_id: 't', span_id: 's', kind: 'llm', model: 'gpt-4o', input_tokens: 1, output_tokens: 1 };

const everything = () =>
  readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.jsonl'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
    .map((name) => [name, readFileSync(name, 'utf8')]);

const reading = [
  `SELECT * FROM read_csv('${file('secret.csv')}')`,
  `SELECT * FROM read_csv_auto('${file('secret.csv')}')`,
  `SELECT * FROM read_json('${file('secret.json')}')`,
  `SELECT * FROM read_json_objects('${file('secret.json')}')`,
  `SELECT * FROM read_ndjson('${file('secret.json')}')`,
  `SELECT * FROM read_text('${file('secret.csv')}')`,
  `SELECT * FROM read_blob('${file('secret.csv')}')`,
  `SELECT * FROM read_parquet('${file('secret.csv')}')`,
  `SELECT * FROM parquet_metadata('${file('secret.csv')}')`,
  `SELECT * FROM sniff_csv('${file('secret.csv')}')`,
  `SELECT * FROM read_duckdb('${file('secret.csv')}')`,
  `SELECT * FROM glob('${home}/*')`,
  `SELECT * FROM '${file('secret.csv')}'`,
  `SELECT * FROM "${file('secret.json')}"`,
  `FROM '${home}/*.csv'`,
  `DESCRIBE '${file('secret.csv')}'`,
  `SUMMARIZE '${file('secret.csv')}'`,
  `WITH taken AS (FROM '${file('secret.csv')}') SELECT model, (SELECT word FROM taken) AS word FROM span`,
  `SELECT model FROM span WHERE model IN (SELECT content FROM read_text('${file('secret.csv')}'))`,
  `SELECT * FROM query_table('${file('secret.csv')}')`,
  `FROM query('FROM read_text(''${file('secret.csv')}'')')`,
  `SELECT json_execute_serialized_sql(json_serialize_sql('SELECT * FROM read_text(''${file('secret.csv')}'')'))`,
  `FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))`,
  `SELECT * FROM 'https://example.com/a.csv'`,
  `SELECT * FROM read_csv('https://example.com/a.csv')`,
  `SELECT * FROM read_parquet('s3://bucket/a.parquet')`,
  "SELECT getenv('HOME')",
  "FROM which_secret('s3://a', 's3')",
  'FROM duckdb_logs_parsed()',
  'FROM arrow_scan(1::POINTER, 1::POINTER, 1::POINTER)',
];

const writing = [
  `COPY span TO '${file('out.csv')}'`,
  `COPY (SELECT 1) TO '${file('out.parquet')}'`,
  `COPY span FROM '${file('secret.csv')}'`,
  `EXPORT DATABASE '${file('out')}'`,
  `IMPORT DATABASE '${file('backup')}'`,
  `ATTACH '${file('out.db')}'`,
  'DETACH memory',
  `EXPLAIN ANALYZE COPY span TO '${file('out.csv')}'`,
  'CREATE TABLE taken AS SELECT 1',
  'CREATE TEMPORARY TABLE taken AS SELECT 1',
  'CREATE VIEW taken AS SELECT 1',
  'CREATE MACRO taken() AS 1',
  'CREATE OR REPLACE TEMPORARY VIEW span AS SELECT 1',
  "CREATE SECRET taken (TYPE s3, KEY_ID 'a')",
  'INSERT INTO landed SELECT * FROM landed',
  'UPDATE price SET input = 0',
  'DELETE FROM price',
  'TRUNCATE price',
  'DROP TABLE landed',
  'DROP VIEW span',
  'ALTER TABLE price ADD COLUMN taken INTEGER',
  'MERGE INTO price USING price AS other ON true WHEN MATCHED THEN DELETE',
  'EXPLAIN ANALYZE INSERT INTO price (model) VALUES (1)',
  'EXPLAIN ANALYZE CREATE TEMPORARY TABLE taken AS SELECT 1',
  'EXPLAIN DROP TABLE landed',
  'WITH taken AS (DELETE FROM price RETURNING *) SELECT * FROM taken',
];

const steering = [
  'SET threads = 1',
  'SET enable_external_access = true',
  'SET lock_configuration = false',
  "SET VARIABLE cost_mode = 'reported'",
  'RESET threads',
  'USE memory',
  'PRAGMA enable_profiling',
  "PRAGMA profiling_output = 'out.json'",
  'PRAGMA database_list',
  'PRAGMA threads = 1',
  'CALL enable_logging()',
  'CALL pragma_version()',
  'INSTALL httpfs',
  'LOAD json',
  'FORCE INSTALL httpfs',
  'UPDATE EXTENSIONS',
  'BEGIN',
  'COMMIT',
  'ROLLBACK',
  'PREPARE taken AS SELECT 1',
  'EXECUTE taken',
  'DEALLOCATE taken',
  'CHECKPOINT',
  'VACUUM',
  'ANALYZE',
];

/** The engine types these as SELECT, and locking its configuration does not keep them from running. */
const switches = [
  'FROM enable_profiling()',
  `FROM enable_profiling(format = 'json', save_location = '${file('out.json')}')`,
  'SELECT * FROM Enable_Logging()',
  "FROM main.enable_logging(storage = 'stdout')",
  "FROM system.main.enable_logging('QueryLog', storage = 'stdout')",
  `FROM enable_logging(storage = 'file', storage_config = {'path': '${home}'})`,
  '"FROM" enable_logging()'.replaceAll('"', ''),
  'SELECT model FROM span WHERE EXISTS (FROM enable_logging())',
  'SELECT model FROM span, LATERAL (FROM enable_logging())',
  'WITH taken AS MATERIALIZED (FROM enable_logging()) FROM taken',
  'VALUES ((SELECT count(*) FROM enable_logging()))',
  'DESCRIBE (FROM enable_logging())',
  'SUMMARIZE FROM enable_logging()',
  'EXPLAIN FROM enable_logging()',
  'EXPLAIN ANALYZE FROM enable_logging()',
  '/* one */ EXPLAIN -- two\n ANALYZE /* three */ FROM enable_logging()',
  'EXPLAIN (ANALYZE, FORMAT json) FROM enable_logging()',
  "FROM query('FROM enable_logging()')",
  'FROM disable_logging()',
  'FROM truncate_duckdb_logs()',
  'FROM disable_peg_parser()',
  'FROM checkpoint()',
  'FROM force_checkpoint()',
];

const several = [
  'SELECT 1; SELECT 2',
  'SELECT 1; DROP TABLE landed',
  'SELECT 1 -- ;\n; DROP TABLE landed',
  "SELECT 1 /* ; */; COPY span TO 'out.csv'",
  '/* SELECT 1 */ DROP TABLE landed',
  '-- SELECT 1\nDROP TABLE landed',
  'SELECT $$;$$; DROP TABLE landed',
  ';',
  '/* nothing */',
  'SELECT 1) AS taken; DROP TABLE landed; SELECT (1',
];

const attacks = Object.entries({ reading, writing, steering, switches, several });

describe.each(attacks)('%s', (_, queries) => {
  test.each(queries)('%s', async (query) => {
    const before = everything();
    const { code, stdout, stderr } = await run(['sql', '--', query, log([span])], { cwd: home });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.split('\n')[0]).toMatch(/^llmtrace: sql: \S.{8,}/);
    expect(stderr).not.toMatch(/xyzzy|^ +at .*:\d+:\d+|bug/m);
    expect(everything()).toEqual(before);
  });
});

test.each(switches.slice(0, 5))('a condition cannot hold %s either', async (query) => {
  const condition = `model IN (SELECT 'a' FROM (${query}))`;
  const { code, stderr } = await run(['top', '--where', condition, log([span])]);
  expect({ code, stderr }).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^llmtrace: --where: enable_\w+\(\) cannot be used/),
  });
});

describe('what looks like an attack and is none', () => {
  test.each([
    ["SELECT 'DROP TABLE span; --' AS text", 'DROP TABLE span; --'],
    ["SELECT /* ; */ 'read_csv' AS text -- ; DROP", 'read_csv'],
    ["SELECT 'one' AS text /* /* */ ; DROP TABLE landed -- */", 'one'],
    ["SELECT 'one' AS text;", 'one'],
    ["SELECT 'one' AS text; ;", 'one'],
    ['SELECT count(*)::VARCHAR AS text FROM range(3)', '3'],
    ['SELECT key AS text FROM json_each(\'{"one": 1}\')', 'one'],
    ["SELECT word AS text FROM (VALUES ('one')) AS listed(word)", 'one'],
    ["SELECT unnest(['one']) AS text", 'one'],
    ["SELECT model AS text FROM query_table('span')", 'gpt-4o'],
  ])('%s', async (query, text) => {
    const { code, stdout } = await run(['sql', query, log([span]), '-f', 'jsonl']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${JSON.stringify({ text })}\n` });
  });
});

describe('behind the gate', () => {
  let store: Store;
  beforeAll(async () => {
    store = Store.open({ autoload_known_extensions: 'false', autoinstall_known_extensions: 'false' });
    await store.run('CREATE TABLE kept AS SELECT 1 AS one');
    await store.lock();
  });
  afterAll(() => store.close());

  test.each(['INSERT INTO kept VALUES (2)', 'DROP TABLE kept', 'CREATE TABLE more AS SELECT 1'])(
    'the transaction refuses %s',
    async (statement) => {
      await expect(store.readOnlyTable(statement, {})).rejects.toThrow(/read-only/);
      expect(await store.rows('SELECT one FROM kept')).toEqual([{ one: 1 }]);
    },
  );

  test.each([...reading.slice(0, 12), ...writing.slice(0, 6)])(
    'the locked engine refuses %s',
    async (statement) => {
      await expect(store.rows(statement)).rejects.toThrow();
    },
  );

  test('a transaction that failed is over', async () => {
    await expect(store.readOnlyTable("SELECT error('no')", {})).rejects.toThrow('no');
    expect((await store.readOnlyTable('SELECT 1 AS one', {})).rows).toEqual([{ one: 1 }]);
  });

  test('parsing runs nothing and reads nothing, even where nothing is locked yet', async () => {
    const open = Store.open();
    const query = `SELECT * FROM read_text('${file('no-such-file')}'), nowhere`;
    await expect(parseSelect(open, query)).rejects.toThrow('read_text() cannot be used here');
    await expect(parseSelect(open, `IMPORT DATABASE '${file('backup')}'`)).rejects.toThrow('only SELECT');
    expect(await open.rows('SELECT count(*)::INTEGER AS tables FROM duckdb_tables()')).toEqual([
      { tables: 0 },
    ]);
    await open.close();
  });
});
