import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { commandLines } from './commandLines.ts';
import { everyLog } from './everyLog.ts';
import { logs } from './fixtureLogs.ts';
import { type Answer, answer, folder, run } from './run.ts';

const scratch = folder();
const place = () => mkdtempSync(path.join(scratch, 'place-'));

/** The answer without what only says where it is from. */
const told = (stdout: string) => stdout;

describe('a database answers as its logs do', () => {
  const subjects = [
    { input: 'fixtures/demo.jsonl', trace: 'rag-012', db: path.join(place(), 'demo.duckdb') },
    { input: everyLog(), trace: 'rolled', db: path.join(place(), 'every.duckdb') },
  ];
  const asked = commandLines.filter(([name]) => name !== 'import');
  test.each(asked)('llmtrace %s', async (_, lineFor) => {
    for (const subject of subjects) {
      // The first command imports what the others find.
      const { db } = subject;
      const line = lineFor(subject);
      for (const format of subject.trace === 'rolled' ? ['json'] : ['json', 'table']) {
        const fromLog = await run([...line, '--format', format, '--tz', 'UTC']);
        const named = await run([...line, '--db', db, '--format', format, '--tz', 'UTC']);
        const alone = line.filter((word) => word !== subject.input);
        const fromFile = await run([...alone, '--db', db, '--format', format, '--tz', 'UTC']);
        expect(told(named.stdout)).toBe(told(fromLog.stdout));
        expect(told(fromFile.stdout)).toBe(told(fromLog.stdout));
        expect([named.code, fromFile.code]).toEqual([fromLog.code, fromLog.code]);
      }
    }
  });

  const whole = path.join(place(), 'whole.duckdb');
  const inputs = [...logs, everyLog()];
  test.each([
    ['--rollup leaf'],
    ['--rollup root --prices-as-of 2025-01-01'],
    ['--rollup auto --prices-as-of 2025-01-01'],
    ['--cost computed'],
    ['--group stage,model'],
  ])('with %s', async (options) => {
    if (!existsSync(whole)) await answer(['import', ...inputs, '--db', whole]);
    const line = ['top', '--all', ...options.split(' ')];
    expect(await answer([...line, '--db', whole])).toEqual(await answer([...line, ...inputs]));
  });
});

const call = (id: string, at: string, more: object = {}) =>
  `${JSON.stringify({ trace_id: id.split('.')[0], span_id: id, timestamp: `2026-11-${at}Z`, model: 'gpt-4o', input_tokens: 100, output_tokens: 10, ...more })}\n`;

const spans = async (db: string, ...more: string[]) => {
  const { rows } = await answer(['sql', 'SELECT span_id FROM span ORDER BY span_id', '--db', db, ...more]);
  return rows.map((row) => row['span_id']);
};
const statuses = ({ rows }: Answer) => rows.map((row) => [path.basename(String(row['file'])), row['status']]);

test.each([
  ['is not there', undefined, 'no such database'],
  ['is no database', 'hello', 'is no DuckDB database'],
  ['is empty', '', 'is no DuckDB database'],
])('a file that %s is refused, and left as it is', async (_, bytes, said) => {
  const db = path.join(place(), 't.duckdb');
  if (bytes !== undefined) writeFileSync(db, bytes);
  for (const command of ['top', 'import']) {
    const inputs = bytes === undefined ? [] : ['fixtures/flat.jsonl'];
    const { code, stderr } = await run([command, ...inputs, '--db', db]);
    expect(code).toBe(3);
    expect(stderr).toContain(`t.duckdb: ${said}`);
  }
  expect(existsSync(db) ? readFileSync(db, 'utf8') : undefined).toBe(bytes);
});

describe('an import', () => {
  test('reads only what was appended', async () => {
    const at = place();
    const [log, db] = [path.join(at, 'app.jsonl'), path.join(at, 't.duckdb')];
    writeFileSync(log, call('a.1', '01T10:00:00') + call('a.2', '01T10:00:01'));
    expect((await answer(['import', log, '--db', db])).rows).toMatchObject([
      { status: 'new', records: 2, spans: 2 },
    ]);
    const added = call('a.3', '01T10:00:02');
    appendFileSync(log, added);
    expect((await answer(['import', log, '--db', db])).rows).toMatchObject([
      { status: 'appended', records: 1, spans: 1, duplicates: 0, bytes: added.length },
    ]);
    expect((await answer(['import', log, '--db', db])).rows).toMatchObject([
      { status: 'unchanged', records: 0, bytes: 0 },
    ]);
    expect(await spans(db)).toEqual(['a.1', 'a.2', 'a.3']);
  });

  test('reads a torn last line when its end is there', async () => {
    const at = place();
    const [log, db] = [path.join(at, 'app.jsonl'), path.join(at, 't.duckdb')];
    const [first, second] = [call('a.1', '01T10:00:00'), call('a.2', '01T10:00:01')];
    writeFileSync(log, first + second.slice(0, 40));
    expect((await answer(['import', log, '--db', db])).rows).toMatchObject([
      { records: 2, spans: 1, rejected: 1 },
    ]);
    appendFileSync(log, second.slice(40, 60));
    expect((await answer(['doctor', log, '--db', db])).rows).toMatchObject([
      { records: 2, spans: 1, rejected: 1, first_reason: '2: torn last line' },
    ]);
    appendFileSync(log, second.slice(60));
    expect((await answer(['doctor', log, '--db', db])).rows).toMatchObject([
      { records: 2, spans: 2, rejected: 0 },
    ]);
  });

  test('takes the rows of an edited log in place of the old ones, also where its size and time stay', async () => {
    const at = place();
    const [log, db] = [path.join(at, 'app.jsonl'), path.join(at, 't.duckdb')];
    writeFileSync(log, call('a.1', '01T10:00:00') + call('a.2', '01T10:00:01'));
    await answer(['import', log, '--db', db]);
    writeFileSync(log, call('a.1', '01T10:00:00') + call('a.9', '01T10:00:01'));
    expect(statuses(await answer(['import', log, '--db', db]))).toEqual([['app.jsonl', 'replaced']]);
    expect(await spans(db)).toEqual(['a.1', 'a.9']);
  });

  test('sees an edit amid what it has read although the log has grown since', async () => {
    const at = place();
    const [log, db] = [path.join(at, 'app.jsonl'), path.join(at, 't.duckdb')];
    writeFileSync(log, call('a.1', '01T10:00:00') + call('a.2', '01T10:00:01') + call('a.3', '01T10:00:02'));
    await answer(['import', log, '--db', db]);
    writeFileSync(
      log,
      call('a.1', '01T10:00:00') +
        call('a.7', '01T10:00:01') +
        call('a.3', '01T10:00:02') +
        call('a.4', '01T10:00:03'),
    );
    await answer(['import', log, '--db', db]);
    expect(await spans(db)).toEqual(['a.1', 'a.3', 'a.4', 'a.7']);
  });

  test('does not open a log whose inode, size and time are as they were', async () => {
    const at = place();
    const [log, db] = [path.join(at, 'app.jsonl'), path.join(at, 't.duckdb')];
    writeFileSync(log, call('a.1', '01T10:00:00'));
    utimesSync(log, 1_700_000_000, 1_700_000_000);
    await answer(['import', log, '--db', db]);
    writeFileSync(log, call('a.2', '01T10:00:00'));
    utimesSync(log, 1_700_000_000, 1_700_000_000);
    expect(statuses(await answer(['import', log, '--db', db]))).toEqual([['app.jsonl', 'unchanged']]);
  });

  test.each([
    ['renamed', (log: string, old: string) => renameSync(log, old)],
    [
      'copied and cut short',
      (log: string, old: string) => {
        copyFileSync(log, old);
        truncateSync(log);
      },
    ],
    [
      'compressed',
      (log: string, old: string) => {
        renameSync(log, old);
        writeFileSync(`${old}.gz`, gzipSync(call('a.1', '01T10:00:00') + call('a.2', '01T10:00:01')));
        rmSync(old);
      },
    ],
  ])('keeps the spans of a log that was rotated: %s', async (_, rotate) => {
    for (const isSeen of [true, false]) {
      const at = place();
      const [log, db] = [path.join(at, 'app.jsonl'), path.join(at, 't.duckdb')];
      writeFileSync(log, call('a.1', '01T10:00:00') + call('a.2', '01T10:00:01'));
      await answer(['import', log, '--db', db]);
      rotate(log, `${log}.1`);
      appendFileSync(log, call('b.1', '02T10:00:00'));
      const { rows } = await answer(['import', isSeen ? `${log}*` : log, '--db', db]);
      expect(rows.map((row) => row['spans']).reduce((sum, some) => sum + Number(some), 0)).toBe(1);
      expect(await spans(db)).toEqual(['a.1', 'a.2', 'b.1']);
      const again = await answer(['import', `${log}*`, '--db', db]);
      expect(again.rows.every((row) => row['spans'] === (0 as never))).toBe(true);
    }
  });

  test('keeps the spans of a log that is gone, and does not mind that configured logs are', async () => {
    const at = place();
    const db = path.join(at, 't.duckdb');
    writeFileSync(path.join(at, 'app.jsonl'), call('a.1', '01T10:00:00'));
    writeFileSync(path.join(at, 'llmtrace.json'), JSON.stringify({ logs: 'app.jsonl', db: 't.duckdb' }));
    await answer(['import'], { cwd: at });
    rmSync(path.join(at, 'app.jsonl'));
    expect((await run(['top', '--format', 'json'], { cwd: at })).code).toBe(0);
    expect(await spans(db)).toEqual(['a.1']);
  });

  test('counts a call once that is logged in two logs, and again when the better copy goes', async () => {
    const at = place();
    const [one, two, db] = [
      path.join(at, 'one.jsonl'),
      path.join(at, 'two.jsonl'),
      path.join(at, 't.duckdb'),
    ];
    writeFileSync(one, call('a.1', '01T10:00:00', { output_tokens: 10 }));
    writeFileSync(two, call('a.1', '01T10:00:00', { output_tokens: 90 }));
    await answer(['import', one, '--db', db]);
    const output = async () => (await answer(['top', '--db', db])).totals['output_tokens'];
    expect((await answer(['import', two, '--db', db])).rows).toMatchObject([{ spans: 1, duplicates: 0 }]);
    expect(await output()).toBe(90);
    expect((await answer(['doctor', '--db', db])).totals).toMatchObject({
      records: 2,
      spans: 1,
      duplicates: 1,
    });
    writeFileSync(two, call('b.1', '01T10:00:00', { output_tokens: 1 }));
    utimesSync(two, 1, 1);
    await answer(['import', two, '--db', db]);
    expect(await output()).toBe(11);
  });

  test('reads again what was read with other settings', async () => {
    const at = place();
    const [log, db] = [path.join(at, 'app.jsonl'), path.join(at, 't.duckdb')];
    writeFileSync(log, call('a.1', '01T10:00:00').replace('Z"', '"'));
    await answer(['import', log, '--db', db]);
    await answer(['import', log, '--db', db, '--assume-tz', 'Asia/Tokyo']);
    const { rows } = await answer(['sql', 'SELECT started_at FROM span', '--db', db]);
    expect(rows).toEqual([{ started_at: '2026-11-01T01:00:00.000Z' }]);
  });

  test('starts over with --rebuild', async () => {
    const at = place();
    const [one, two, db] = [
      path.join(at, 'one.jsonl'),
      path.join(at, 'two.jsonl'),
      path.join(at, 't.duckdb'),
    ];
    writeFileSync(one, call('a.1', '01T10:00:00'));
    writeFileSync(two, call('b.1', '01T10:00:00'));
    await answer(['import', one, two, '--db', db]);
    rmSync(one);
    await answer(['import', '--rebuild', '--db', db]);
    expect(await spans(db)).toEqual(['b.1']);
  });

  test('prices again when prices change', async () => {
    const at = place();
    const [log, prices, db] = [
      path.join(at, 'app.jsonl'),
      path.join(at, 'prices.json'),
      path.join(at, 't.duckdb'),
    ];
    writeFileSync(log, call('a.1', '01T10:00:00', { model: 'house', input_tokens: 1e6, output_tokens: 0 }));
    writeFileSync(prices, JSON.stringify([{ match: 'house', input: 2, output: 4 }]));
    const cost = async (...more: string[]) => (await answer(['top', '--db', db, ...more])).totals['cost_usd'];
    await answer(['import', log, '--db', db]);
    expect(await cost()).toBe(null);
    expect(await cost('--prices', prices)).toBe(2);
    appendFileSync(log, call('a.2', '01T10:00:01', { model: 'house', input_tokens: 1e6, output_tokens: 0 }));
    expect(await cost('--prices', prices, log)).toBe(4);
    expect(await cost('--prices', prices)).toBe(4);
    expect(await cost()).toBe(null);
  });
});
