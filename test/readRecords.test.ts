import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decoder } from '../src/read/decoder.ts';
import { encodingOf } from '../src/read/encoding.ts';
import { type Item, isLogged, isRejected } from '../src/read/record.ts';
import { RecordScanner } from '../src/read/recordScanner.ts';
import { recordsOf } from '../src/read/records.ts';
import { tornTail } from '../src/read/tornTail.ts';

const folder = 'fixtures/broken';
let scratch: string;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'llmtrace-test-'));
});
afterAll(() => rmSync(scratch, { recursive: true }));

async function itemsOf(path: string, longest?: number): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of recordsOf(path, longest === undefined ? {} : { longest })) items.push(item);
  return items;
}

const fixture = (name: string): Promise<Item[]> => itemsOf(join(folder, name));

function written(content: string | Uint8Array): string {
  const path = join(scratch, 'log.jsonl');
  writeFileSync(path, content);
  return path;
}

const read = (content: string | Uint8Array, longest?: number): Promise<Item[]> =>
  itemsOf(written(content), longest);

/** As `recordsOf`, without a file. */
function scanned(bytes: Buffer): Item[] {
  const text = decoder(encodingOf(bytes));
  const scanner = new RecordScanner();
  const blocks = [...text.push(bytes), ...text.end()];
  return [...blocks.flatMap((block) => scanner.push(block)), ...scanner.end()];
}

const ids = (items: readonly Item[]): unknown[] =>
  items.filter(isLogged).map(({ value }) => value['trace_id']);
const texts = (items: readonly Item[]): string[] => items.filter(isLogged).map(({ text }) => text);
const linesOf = (items: readonly Item[]): number[] => items.filter(isLogged).map(({ line }) => line);
const rejections = (items: readonly Item[]): [number, string, boolean][] =>
  items.filter(isRejected).map(({ line, reason, isTorn }) => [line, reason, isTorn]);

/** Counted by hand in `fixtures/broken.mjs`: lines on which the records start, and lines of what is none. */
const counted: Readonly<Record<string, readonly [readonly number[], readonly number[]]>> = {
  'ordinary.jsonl': [[1, 2, 3], []],
  'crlf.jsonl': [[1, 2, 3], []],
  'blank-lines.jsonl': [[2, 5], []],
  'no-last-newline.jsonl': [[1, 2, 3], []],
  'empty.jsonl': [[], []],
  'byte-order-mark.jsonl': [[1, 2, 3], []],
  'utf16le.jsonl': [[1, 2, 3], []],
  'utf16be.jsonl': [[1, 2, 3], []],
  'utf16le-without-mark.jsonl': [[1, 2, 3], []],
  'invalid-utf8.jsonl': [[1, 2, 3], []],
  'lone-surrogate.jsonl': [[1, 2, 3], []],
  'not-a-number.jsonl': [[1, 2, 3], []],
  'trailing-comma.jsonl': [[1, 2], []],
  'raw-tab.jsonl': [[1, 2], []],
  'duplicate-key.jsonl': [[1, 2], []],
  'big-numbers.jsonl': [[1], []],
  'nul-padding.jsonl': [[1, 3], []],
  'scalars.jsonl': [
    [1, 7],
    [2, 3, 4, 5, 6],
  ],
  'text.log': [[3], [1, 2, 4]],
  'torn.jsonl': [[1, 2], [3]],
  'torn-amid.jsonl': [[1, 3, 4], [2]],
  'torn-amid-array.jsonl': [[1, 3, 4], [2]],
  'prefixes.log': [[1, 2, 3, 4, 5], [6]],
  'concatenated.jsonl': [[1, 1, 1, 2], []],
  'pretty.jsonl': [[1, 7, 14], []],
  'pretty-joined.jsonl': [[1, 6, 12], []],
  'pretty-prefix.log': [[1], [7]],
  'pretty-broken.jsonl': [[1, 13], [7]],
  'pretty-torn.jsonl': [[1], [7]],
  'array.json': [[1, 1, 1], []],
  'array-pretty.json': [[2, 8, 14], []],
  'array-lines.json': [[2, 3, 4], []],
  'array-torn.json': [[1, 2], [3]],
  'array-mixed.json': [
    [1, 1],
    [1, 1, 1],
  ],
  'document.json': [[1], []],
  'docker.log': [[1, 2, 4, 3], []],
  'kubernetes.log': [[1, 2], [4]],
  'cloudwatch.jsonl': [[1, 2, 3, 3, 4], [3]],
  'datadog.jsonl': [[1, 2, 3, 4], []],
  'python-logging.jsonl': [[1, 2, 3, 4, 5], []],
  'index.jsonl': [[1], []],
};

const isCompressed = (name: string): boolean => /\.(gz|zst)$|another-name/.test(name);

test('every broken fixture is counted by hand', () => {
  expect(readdirSync(folder).filter((name) => !isCompressed(name))).toEqual(Object.keys(counted).sort());
});

describe.each(Object.entries(counted))('%s', (name, [records, rejected]) => {
  test('holds what was counted by hand, line by line', async () => {
    const items = await fixture(name);
    expect(linesOf(items)).toEqual(records);
    expect(items.filter(isRejected).map(({ line }) => line)).toEqual(rejected);
  });

  test('gives well-formed JSON objects, each on one line', async () => {
    for (const { text, value } of (await fixture(name)).filter(isLogged)) {
      expect(text).not.toMatch(/[\n\ufeff\0]|NaN,/);
      expect(JSON.parse(text)).toEqual(value);
      expect(JSON.stringify(value)).not.toMatch(/(?<!\\)\\ud[89a-f]/);
    }
  });

  test('does not throw and loses no whole record when cut after any byte', () => {
    const bytes = readFileSync(join(folder, name));
    const whole = scanned(bytes);
    let most = 0;
    for (let length = 0; length <= bytes.length; length += 1) {
      const count = scanned(bytes.subarray(0, length)).filter(isLogged).length;
      // A cut docker line or a cut envelope is itself a record of another kind for a while: one at most.
      expect(count).toBeGreaterThanOrEqual(most - 1);
      most = Math.max(most, count);
    }
    expect(most).toBe(whole.filter(isLogged).length);
  });
});

describe('what SQL refuses is mended', () => {
  test('a byte order mark, only on its own line', async () => {
    const items = (await fixture('byte-order-mark.jsonl')).filter(isLogged);
    expect(items.map(({ isAltered }) => isAltered)).toEqual([true, false, false]);
    expect(items[0]?.text.startsWith('{"trace_id"')).toBe(true);
  });

  test.each(['utf16le.jsonl', 'utf16be.jsonl', 'utf16le-without-mark.jsonl'])('UTF-16: %s', async (name) => {
    expect(texts(await fixture(name))).toEqual(texts(await fixture('ordinary.jsonl')));
  });

  test('half a character of a sliced preview; whole ones and written backslashes stay', async () => {
    const [, mended] = (await fixture('lone-surrogate.jsonl')).filter(isLogged);
    expect(mended?.text).toBe(
      String.raw`{"trace_id":"t2","preview":"cut \ufffd","whole":"\ud83d\ude00","path":"C:\\ud83d"}`,
    );
    expect(mended?.alterations).toEqual(['lone surrogate']);
  });

  test('bytes that are no UTF-8, only on their own line', async () => {
    const items = (await fixture('invalid-utf8.jsonl')).filter(isLogged);
    expect(items.map(({ alterations }) => alterations)).toEqual([[], ['invalid UTF-8'], []]);
    expect(items[1]?.value['preview']).toBe('\ufffd');
  });

  test('NaN and Infinity become null, not within strings', async () => {
    expect(texts(await fixture('not-a-number.jsonl'))[1]).toBe(
      '{"trace_id":"t2","cost":null,"note":"NaN stays","range":[null,null]}',
    );
  });

  test('trailing commas go, not within strings', async () => {
    expect(texts(await fixture('trailing-comma.jsonl'))[1]).toBe(
      '{"trace_id":"t2","tags":["a","b"],"note":",}"}',
    );
  });

  test('a raw tab within a string', async () => {
    expect((await fixture('raw-tab.jsonl')).filter(isLogged)[0]?.value['note']).toBe('a\tb');
  });

  test('no digit of a number is lost', async () => {
    expect(texts(await fixture('big-numbers.jsonl'))).toEqual([
      '{"trace_id":"t1","start_time":1762160400123456789,"cost":0.000000000000000001}',
    ]);
  });

  test('a key that was logged twice stays as it is, for SQL to read the first', async () => {
    const [, twice] = (await fixture('duplicate-key.jsonl')).filter(isLogged);
    expect(twice).toMatchObject({
      text: '{"trace_id":"t2","model":"first","model":"last"}',
      isAltered: false,
    });
  });
});

describe('what stands around records is taken off', () => {
  test('a prefix of syslog, with its priority', async () => {
    const [item] = (await read('<34>1 2026-11-03T09:00:00.003Z web-1 app 12 - - {"trace_id":"t"}\n')).filter(
      isLogged,
    );
    expect(item?.value).toEqual({ timestamp: '2026-11-03T09:00:00.003Z', trace_id: 't' });
  });

  test('log prefixes, whose instant serves a record without its own', async () => {
    const items = (await fixture('prefixes.log')).filter(isLogged);
    expect(ids(items)).toEqual(['t1', 't2', 't3', 't4', 't5']);
    expect(items.map(({ value }) => value['timestamp'])).toEqual([
      undefined,
      undefined,
      '2026-11-03T09:00:03.5Z',
      '2026-11-03T08:00:00Z',
      '2026-11-03T09:00:05Z',
    ]);
  });

  test("docker's envelope, also of lines that it cut at 16 KB; a record's own time wins", async () => {
    const items = (await fixture('docker.log')).filter(isLogged);
    expect(items.map(({ line, value }) => [line, value['trace_id'], value['time']])).toEqual([
      [1, 't1', '2026-11-03T09:00:01.000000001Z'],
      [2, undefined, '2026-11-03T09:00:01.5Z'],
      [4, 't3', 7],
      [3, 't2', '2026-11-03T09:00:04Z'],
    ]);
  });

  test('the prefix of Kubernetes, also of lines that it cut', async () => {
    expect(ids(await fixture('kubernetes.log'))).toEqual(['t1', 't2']);
  });

  test('CloudWatch: exported events, query results, subscriptions', async () => {
    const items = await fixture('cloudwatch.jsonl');
    expect(ids(items)).toEqual(['t1', 't2', 't3', 't4', undefined]);
    expect(texts(items)[0]).toBe(
      '{"timestamp":1793696400000,"trace_id":"t1","model":"gpt-4o","input_tokens":100,"output_tokens":1}',
    );
  });

  test('Datadog: events of both versions, archives, JSON in the message', async () => {
    const items = (await fixture('datadog.jsonl')).filter(isLogged);
    expect(ids(items)).toEqual(['t1', 't2', 't3', 't4']);
    expect(items.map(({ value }) => value['timestamp'] ?? value['date'])).toEqual([
      '2026-11-03T09:00:01Z',
      '2026-11-03T09:00:02Z',
      '2026-11-03T09:00:03Z',
      '2026-11-03T09:00:04Z',
    ]);
  });

  test("Python's extra and a quoted record, but not the JSON that a model answered", async () => {
    const items = (await fixture('python-logging.jsonl')).filter(isLogged);
    expect(ids(items)).toEqual(['t1', 't2', 't3', 't4', 't5']);
    expect(items[0]?.value['asctime']).toBe('2026-11-03 09:00:01.000');
    expect(items.map(({ isAltered }) => isAltered)).toEqual([true, true, false, false, true]);
  });

  test('an index document, and the message within it', async () => {
    expect(ids(await fixture('index.jsonl'))).toEqual(['t1']);
  });

  test('a record of a known dialect is never unwrapped', () => {
    const scanner = new RecordScanner({ isRecord: (value) => 'answer' in value });
    const line = JSON.stringify({ answer: 1, message: '{"trace_id":"inner"}' });
    expect(ids(scanner.push({ text: `${line}\n`, alterations: [] }))).toEqual([undefined]);
  });
});

describe('what is no record is named, without its text', () => {
  test('torn at the end, on one line and over several', async () => {
    expect(rejections(await fixture('torn.jsonl'))).toEqual([[3, 'torn last line', true]]);
    expect(rejections(await fixture('pretty-torn.jsonl'))).toEqual([[7, 'torn last record', true]]);
    expect(rejections(await fixture('array-torn.json'))).toEqual([[3, 'torn last record', true]]);
  });

  test('torn amid whole lines, which are all kept', async () => {
    expect(rejections(await fixture('torn-amid.jsonl'))).toEqual([[2, 'the object does not end', false]]);
    expect(ids(await fixture('torn-amid-array.jsonl'))).toEqual(['t1', 't2', 't3']);
  });

  test('a broken object of several lines is one rejection', async () => {
    expect(rejections(await fixture('pretty-broken.jsonl'))).toEqual([[7, 'not JSON from line 9 on', false]]);
  });

  test('JSON that is no object', async () => {
    expect(rejections(await fixture('scalars.jsonl')).map(([, reason]) => reason)).toEqual([
      'a JSON number, not an object',
      'a JSON string, not an object',
      'a JSON null, not an object',
      'a JSON array, not an object',
      'a JSON boolean, not an object',
    ]);
  });

  test('a broken object beside a whole one, and a log event without any', async () => {
    expect(rejections(await read('{"a":"\\x41"} {"b":2}\n'))).toEqual([[1, 'not JSON', false]]);
    expect(rejections(await fixture('cloudwatch.jsonl'))).toEqual([
      [3, 'no JSON object in this line', false],
    ]);
  });

  test('the column of a syntax error', async () => {
    expect(rejections(await read('{"a":1 secret}\n'))).toEqual([[1, 'not JSON from column 8 on', false]]);
  });

  test('a line beyond the limit, with its size', async () => {
    const items = await read(`{"a":1}\n{"a":"${'x'.repeat(3 << 20)}"}\n{"a":2}\n`, 1 << 20);
    expect(linesOf(items)).toEqual([1, 3]);
    expect(rejections(items)).toEqual([[2, 'longer than 1 MB (3 MB)', false]]);
  });
});

test('a line of 40 MB is a record like any other', async () => {
  const items = (await read(`{"a":1}\n{"a":"${'€'.repeat(14 << 20)}"}\n{"a":3}`)).filter(isLogged);
  expect(items.map(({ line, text, isAltered }) => [line, text.length, isAltered])).toEqual([
    [1, 7, false],
    [2, (14 << 20) + 8, false],
    [3, 7, false],
  ]);
});

test('where the text is cut on its way makes no difference', () => {
  const lines = Object.keys(counted)
    .filter((name) => !name.startsWith('utf16'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
  const all = (pieces: readonly string[]): Item[] => {
    const scanner = new RecordScanner();
    return [...pieces.flatMap((text) => scanner.push({ text, alterations: [] })), ...scanner.end()];
  };
  fc.assert(
    fc.property(fc.constantFrom(...lines), fc.array(fc.nat(2000), { maxLength: 5 }), (text, cuts) => {
      // A block of a file ends after a line, or far within one.
      const places = cuts.map((cut) => text.indexOf('\n', cut) + 1).filter((place) => place > 0);
      const bounds = [0, ...places.sort((one, other) => one - other), text.length];
      const pieces = bounds.slice(1).map((end, index) => text.slice(bounds[index], end));
      expect(all(pieces)).toEqual(all([text]));
    }),
    { seed: 1, numRuns: 300 },
  );
});

describe('the tail is torn', () => {
  test.each([
    ['{"a":1}\n{"a":', true],
    ['{"a":1}\n{"a":2}', false],
    ['{"a":1}\n', false],
    ['', false],
    ['{"a":1}\nINFO:agent:{"a":2}', false],
    ['{"a":1}\nINFO:agent:{"a"', true],
    ['{"a":1}\n5', false],
    [`{"a":1}\n{"a":"${'x'.repeat(200_000)}`, true],
    [`{"a":1}\n{"a":"${'x'.repeat(200_000)}"}`, false],
  ])('case %#', (content, expected) => {
    expect(tornTail(written(content))).toBe(expected);
  });
});
