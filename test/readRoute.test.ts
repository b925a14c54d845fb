import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listValue } from '@duckdb/node-api';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Dialect } from '../src/dialects/dialect.ts';
import { isLogged } from '../src/read/record.ts';
import { recordsOf } from '../src/read/records.ts';
import { type Routed, route } from '../src/read/route.ts';
import { sniff } from '../src/read/sniff.ts';
import { Store } from '../src/store/store.ts';

const call: Dialect = {
  name: 'call',
  record: z.looseObject({ trace_id: z.string(), input_tokens: z.number().optional() }),
  sql: `SELECT trace_id FROM read_json($files, format = 'newline_delimited', ignore_errors = true, filename = true,
    columns = {trace_id: 'VARCHAR', model: 'VARCHAR'}) WHERE trace_id IS NOT NULL`,
};
const note: Dialect = {
  name: 'note',
  record: z.looseObject({ note: z.string(), author: z.string() }),
  sql: '',
};

const folder = 'fixtures/broken';
let temporaryDirectory: string;
let store: Store;
beforeAll(() => {
  store = Store.open();
});
beforeEach(() => {
  temporaryDirectory = mkdtempSync(join(tmpdir(), 'llmtrace-test-'));
  return () => rmSync(temporaryDirectory, { recursive: true });
});
afterAll(() => store.close());

function written(...lines: readonly string[]): string {
  const path = join(temporaryDirectory, 'log.jsonl');
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}

function routed(path: string, claimed: number, more: { forced?: Dialect } = {}): Promise<Routed> {
  return route(path, { primary: call, dialects: [note, call], claimed, temporaryDirectory, ...more });
}

/** What the SELECT sees; nothing where the engine gives the file up as a whole. */
async function seenBySql(files: readonly string[]): Promise<unknown[]> {
  if (files.length === 0) return [];
  try {
    return (await store.rows(call.sql, { files: listValue([...files]) })).map((row) => row['trace_id']);
  } catch (error) {
    expect(String(error)).toMatch(/Malformed JSON|maximum_object_size/);
    return [];
  }
}

const rewritten = ({ rerouted }: Routed): string[][] =>
  rerouted.map(({ path }) => readFileSync(path, 'utf8').trimEnd().split('\n'));

describe('the exception pass', () => {
  test('counts what SQL has read, and writes the rest by dialect', async () => {
    const result = await routed(
      written(
        '{"trace_id":"t1"}',
        'INFO:agent:{"trace_id":"t2"}',
        '{"note":"n","author":"a"}',
        '{"other":1,"more\\u001b[2J":2,"c":3,"d":4,"e":5,"f":6}',
        '{"trace_id":7}',
        '{"trace_id":"t3","x":"\\ud800"}',
        'no JSON',
      ),
      1,
    );
    expect(result.isWhole).toBe(false);
    expect(result.rerouted.map(({ dialect, records }) => [dialect.name, records])).toEqual([
      ['call', 2],
      ['note', 1],
    ]);
    expect(rewritten(result)).toEqual([
      ['{"trace_id":"t2"}', '{"trace_id":"t3","x":"\\ufffd"}'],
      ['{"note":"n","author":"a"}'],
    ]);
    expect(result.rejected).toEqual([
      { line: 5, reason: 'call: trace_id: Invalid input: expected string, received number', isTorn: false },
      { line: 7, reason: 'no JSON object in this line', isTorn: false },
    ]);
    expect([result.rejectedCount, result.tornCount, result.foreignCount]).toEqual([2, 0, 1]);
    expect([...result.altered]).toEqual([
      ['text around the object', 1],
      ['lone surrogate', 1],
    ]);
  });

  test('writes everything where SQL has read another number of records', async () => {
    const result = await routed(written('{"trace_id":"t1"}', '{"trace_id":"t2"}', 'x'), 1);
    expect(result.isWhole).toBe(true);
    expect(rewritten(result)).toEqual([['{"trace_id":"t1"}', '{"trace_id":"t2"}']]);
    expect(readdirSync(temporaryDirectory)).toHaveLength(2);
  });

  test('of nothing but unknown objects, all are rejected', async () => {
    const result = await routed(written('{"other":1,"more\\u001b[2J":2,"c":3,"d":4,"e":5,"f":6}'), 0);
    expect(result).toMatchObject({ rejectedCount: 1, foreignCount: 0 });
    expect(result.rejected).toEqual([
      { line: 1, reason: 'no known kind of record: keys other, more�[2J, c, d, e …', isTorn: false },
    ]);
  });

  test('what might be a call under names that nobody knows is rejected, not passed over', async () => {
    const unknown = '{"engine":"x","tok":{"prompt_tokens_sent":7}}';
    const result = await routed(written('{"trace_id":"t1"}', '{"level":"info"}', unknown), 1);
    expect(result).toMatchObject({ rejectedCount: 1, foreignCount: 1 });
  });

  test('among lines of text one without a record is nothing lost; among records it is', async () => {
    const prefixed = written('INFO {"trace_id":"t1"}', 'INFO ready', 'INFO {"trace_id":"t2"}', 'INFO {"tr');
    expect(await routed(prefixed, 0)).toMatchObject({ rejectedCount: 1, foreignCount: 1 });
    const plain = written('{"trace_id":"t1"}', 'INFO ready', '{"trace_id":"t2"}', 'INFO {"trace_id":"t3"}');
    expect(await routed(plain, 2)).toMatchObject({ rejectedCount: 1, foreignCount: 0 });
  });

  test('leaves to SQL what SQL can read: NaN and trailing commas', async () => {
    const result = await routed(written('{"trace_id":"t1","cost":NaN}', '{"trace_id":"t2",}'), 2);
    expect([result.isWhole, result.rerouted]).toEqual([false, []]);
  });

  test('tries no other dialect than a forced one', async () => {
    const result = await routed(written('{"trace_id":"t1"}', '{"note":"n","author":"a"}'), 0, {
      forced: note,
    });
    expect(result.rerouted.map(({ dialect, records }) => [dialect.name, records])).toEqual([['note', 1]]);
    expect([result.rejectedCount, result.foreignCount]).toEqual([0, 1]);
  });

  test('lists the first thousand rejections and counts all', async () => {
    const result = await routed(written(...Array.from({ length: 1500 }, () => 'x'), '{"trace_id":'), 0);
    expect([result.rejected.length, result.rejectedCount]).toEqual([1000, 1501]);
  });

  test('counts a torn last line apart', async () => {
    const result = await routed(join(folder, 'torn.jsonl'), 2);
    expect([result.isWhole, result.rejectedCount, result.tornCount]).toEqual([false, 1, 1]);
  });
});

const plainNames = readdirSync(folder).filter((name) => !/\.(gz|zst)$|another-name/.test(name));

test.each(plainNames)('SQL and the exception pass together read each record of %s once', async (name) => {
  const path = join(folder, name);
  const expected: unknown[] = [];
  for await (const item of recordsOf(path)) {
    if (isLogged(item) && typeof item.value['trace_id'] === 'string') expected.push(item.value['trace_id']);
  }
  const claimed = await seenBySql([path]);
  const result = await routed(path, claimed.length);
  const rest = await seenBySql(
    result.rerouted.filter(({ dialect }) => dialect === call).map((file) => file.path),
  );
  expect([...(result.isWhole ? [] : claimed), ...rest].sort()).toEqual(expected.sort());
});

describe('sniffing', () => {
  test.each([
    ['ordinary.jsonl', 'utf8', 'lines', false, 3],
    ['empty.jsonl', 'utf8', 'lines', false, 0],
    ['byte-order-mark.jsonl', 'utf8', 'lines', false, 3],
    ['not-a-number.jsonl', 'utf8', 'lines', false, 3],
    ['torn.jsonl', 'utf8', 'lines', false, 2],
    ['utf16le.jsonl', 'utf16le', 'lines', true, 3],
    ['utf16be.jsonl', 'utf16be', 'lines', true, 3],
    ['utf16le-without-mark.jsonl', 'utf16le', 'lines', true, 3],
    ['docker.log', 'utf8', 'lines', true, 4],
    ['prefixes.log', 'utf8', 'lines', true, 5],
    ['array.json', 'utf8', 'document', true, 3],
    ['pretty.jsonl', 'utf8', 'document', true, 3],
    ['document.json', 'utf8', 'document', true, 1],
    ['concatenated.jsonl', 'utf8', 'document', true, 4],
  ])('%s', (name, encoding, shape, needsRescue, records) => {
    const { sample, size, ...rest } = sniff(join(folder, name));
    expect(rest).toEqual({ encoding, shape, needsRescue });
    expect(sample).toHaveLength(records);
    expect(size).toBe(readFileSync(join(folder, name)).length);
  });

  test('takes fifty records of the head, and of a big file ten of its middle and ten of its end', () => {
    const lines = Array.from(
      { length: 40_000 },
      (_, n) => `{"trace_id":"t${n}","padding":"${'x'.repeat(80)}"}`,
    );
    const places = sniff(written(...lines)).sample.map(({ trace_id }) => Number(String(trace_id).slice(1)));
    expect(places.slice(0, 50)).toEqual(Array.from({ length: 50 }, (_, n) => n));
    expect(places).toHaveLength(70);
    expect(places.slice(50, 60).every((place) => place > 19_000 && place < 21_000)).toBe(true);
    expect(places.slice(60).every((place) => place > 39_000)).toBe(true);
  });

  test('finds the first record of a line, and of a document, longer than one look', () => {
    const long = { trace_id: 't1', padding: Array.from({ length: 200_000 }, (_, n) => n) };
    expect(
      sniff(written(JSON.stringify(long), '{"trace_id":"t2"}')).sample.map(({ trace_id }) => trace_id),
    ).toEqual(['t1', 't2']);
    const document = sniff(written(JSON.stringify(long, null, 1)));
    expect([document.shape, document.needsRescue, document.sample.length]).toEqual(['document', true, 1]);
  });
});
