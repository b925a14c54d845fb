import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { answer, file, log, root, run } from './run.ts';

/** What JSON readers get wrong in silence, from end to end. */

const lenient = ['--max-rejected', '100%'];
const timestamp = '2026-11-02T10:00:00Z';
/** 1,000 × $2.5 + 100 × $10 per million: $0.0035. */
const call = { trace_id: 't', timestamp, model: 'gpt-4o', input_tokens: 1000, output_tokens: 100 };

async function counted(input: string, ...argv: string[]) {
  const { totals, meta, notes } = await answer(['top', ...lenient, ...argv, input]);
  const [inputs] = meta.inputs;
  return { totals, notes, records: inputs?.records, spans: inputs?.spans, rejected: inputs?.rejected };
}

describe('a key or a value that is first seen after 20,480 lines', () => {
  const many = Array.from({ length: 25_000 }, (_, index) => ({
    ...{ trace_id: `t${index % 50}`, span_id: `s${index}`, model: 'gpt-4o', input_tokens: 10, cost_usd: 1 },
  }));
  const at = 20_481;
  const withLate = (...late: readonly (object | string)[]) =>
    log([...many.slice(0, at), ...late, ...many.slice(at + late.length)]);

  test('is read', async () => {
    const late = { ...many[at], reasoning_tokens: 7, cached_tokens: 4, status: 'error' };
    const { totals, records } = await counted(withLate(late));
    expect(records).toBe(25_000);
    expect(totals).toMatchObject({ reasoning_tokens: 7, cache_read_tokens: 4, errors: 1, cost_usd: 25_000 });
  });

  test('is not rounded to what came before', async () => {
    const odd = [
      { ...many[at], cost_usd: 1.5 },
      { ...many[at + 1], cost_usd: true },
      { ...many[at + 2], cost_usd: 'a lot', input_tokens: 2.5 },
      { ...many[at + 3], cost_usd: { amount: 3 }, input_tokens: [10] },
    ];
    const { totals, records, spans } = await counted(withLate(...odd), '--cost', 'reported');
    expect({ records, spans }).toEqual({ records: 25_000, spans: 25_000 });
    // 24,996 × $1 and 1.5; what is no amount counts nothing.
    expect(totals).toMatchObject({ cost_usd: 24_997.5, input_tokens: 249_980 });
  });

  test('does not move a bad line: it is named where it stands', async () => {
    const { notes, records, spans, rejected } = await counted(withLate('{"trace_id": nope}'));
    expect({ records, spans, rejected }).toEqual({ records: 25_000, spans: 24_999, rejected: 1 });
    expect(notes.join('\n')).toMatch(new RegExp(`\\.jsonl:${at + 1}: `));
  });
});

describe('one record in three that is odd', () => {
  const [first, last] = [
    JSON.stringify({ ...call, span_id: 'a' }),
    JSON.stringify({ ...call, span_id: 'c' }),
  ];
  const between = (text: string) => log([first, text, last]);
  const record = (fields: string) =>
    `{"trace_id":"t","span_id":"b","timestamp":"${timestamp}","model":"gpt-4o",${fields}}`;
  const usage = '"input_tokens":1000,"output_tokens":100';
  const three = { calls: 3, input_tokens: 3000, output_tokens: 300, cost_usd: 0.0105 };

  test.each([
    ['by a surrogate that was cut off', record(`${usage},"preview":"so far \\ud83d"`)],
    ['by infinite and missing numbers', record(`${usage},"cost":NaN,"score":Infinity,"delta":-Infinity`)],
    ['by a trailing comma', record(`${usage},"tags":["x",],`)],
    ['by a raw tab', record(`${usage},"note":"a\tb"`)],
    ['by deep nesting', record(`${usage},"data":${'['.repeat(200)}${']'.repeat(200)}`)],
    ['by numbers beyond any integer', record(`${usage},"seed":123456789012345678901234567890,"n":1e999`)],
    ['by a prefix', `2026-11-02 10:00:00,123 INFO agent: ${record(usage)}`],
    ['by an empty key', record(`${usage},"":1," ":2`)],
    ['by a NUL character', record(`${usage},"note":"a\\u0000b"`)],
    ['by keys that differ in case', record(`${usage},"Model":"x","MODEL":"y"`)],
  ])('%s is read', async (_, text) => {
    const { totals, rejected } = await counted(between(text));
    expect(rejected).toBe(0);
    expect(totals).toMatchObject(three);
  });

  test('by a key logged twice is read once, as every reader here reads it', async () => {
    const { totals, spans, rejected } = await counted(between(record(`${usage},"input_tokens":7`)));
    expect({ spans, rejected }).toEqual({ spans: 3, rejected: 0 });
    expect(totals).toMatchObject({ input_tokens: 3000 });
  });

  test('by bytes that are no text is read', async () => {
    const [before, after] = record(`${usage},"note":"a#b"`).split('#');
    const bytes = Buffer.concat([
      Buffer.from(`${first}\n${before}`),
      Buffer.from([0xff, 0xc3, 0x28]),
      Buffer.from(`${after}\n${last}\n`),
    ]);
    const { totals, rejected } = await counted(file('bytes.jsonl', bytes));
    expect(rejected).toBe(0);
    expect(totals).toMatchObject(three);
  });

  test('and no record is counted, not guessed', async () => {
    const { totals, records, rejected } = await counted(between('{"trace_id":"t","model":'));
    expect({ records, rejected }).toEqual({ records: 3, rejected: 1 });
    expect(totals).toMatchObject({ calls: 2, cost_usd: 0.007 });
  });
});

test('a number that is none never spoils a sum, a maximum or a quantile', async () => {
  const spans = ['NaN', 'Infinity', '-Infinity', '5', '15'].map(
    (latency) =>
      `{"trace_id":"t","span_id":"${latency}","model":"gpt-4o","latency_ms":${latency},"cost_usd":${latency},"input_tokens":1000}`,
  );
  const { totals } = await counted(log(spans));
  // 3 × 1,000 × $2.5 per million beside what was logged.
  expect(totals).toMatchObject({ p50_ms: 10, latency_ms: 10, cost_usd: 20.0075, calls: 5 });
});

test('integers beyond 2^53 keep every digit', async () => {
  const big = 9_007_199_254_740_993n;
  const text = `{"trace_id":"t","span_id":"a","model":"house","input_tokens":${big}}\n`;
  const { stdout } = await run(['top', '-f', 'json', file('big.jsonl', text)]);
  expect(stdout).toContain('9007199254740993');
});

describe('a compressed log', () => {
  const text = Array.from({ length: 2000 }, (_, index) =>
    JSON.stringify({ ...call, span_id: `s${index}` }),
  ).join('\n');
  const whole = gzipSync(text);

  test('that is cut off is no shorter log: exit 3, and no figures', async () => {
    for (const bytes of [whole.subarray(0, whole.length / 2), whole.subarray(0, whole.length - 4)]) {
      const { code, stdout, stderr } = await run(['top', file('cut.jsonl.gz', bytes)]);
      expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
      expect(stderr).toContain('truncated');
    }
    const piped = await run(['top', '-'], { stdin: whole.subarray(0, whole.length / 2) });
    expect({ code: piped.code, stdout: piped.stdout }).toEqual({ code: 3, stdout: '' });
  });

  test('of several members is one log', async () => {
    const members = Buffer.concat([gzipSync(`${JSON.stringify({ ...call, span_id: 'x' })}\n`), whole]);
    expect(await counted(file('members.jsonl.gz', members))).toMatchObject({ records: 2001, spans: 2001 });
  });
});

test('however the same three records are written down, they come to the same', async () => {
  const broken = (name: string) => path.posix.join('fixtures/broken', name);
  const same = [
    ...['ordinary.jsonl', 'crlf.jsonl', 'no-last-newline.jsonl', 'byte-order-mark.jsonl', 'utf16le.jsonl'],
    ...['utf16be.jsonl', 'utf16le-without-mark.jsonl', 'pretty.jsonl', 'pretty-joined.jsonl', 'array.json'],
    ...['array-pretty.json', 'array-lines.json', 'whole.jsonl.gz', 'members.jsonl.gz', 'frames.jsonl.zst'],
    ...['gzip-by-another-name.jsonl', 'plain-by-another-name.jsonl.gz'],
  ];
  const { meta, rows } = await answer(['top', '--all', ...same.map(broken)]);
  expect(meta.inputs).toHaveLength(same.length);
  for (const input of meta.inputs) expect(input).toMatchObject({ records: 3, spans: 3, rejected: 0 });
  // 600 × $2.5 + 6 × $10 per million, so many times: records without an id are never copies.
  const times = same.length;
  expect(rows.map(({ key, input_tokens, calls }) => ({ key, input_tokens, calls }))).toEqual(
    [3, 2, 1].map((n) => ({ key: `t${n}`, input_tokens: n * 100 * times, calls: times })),
  );
});

describe('a condition of the user’s', () => {
  const input = log([{ ...call, span_id: 'a' }]);

  test.each([
    "(SELECT count(*) FROM read_text('/etc/hostname')) > 0",
    "model IN (SELECT content FROM read_text('/etc/hostname'))",
    "true); COPY (SELECT 1) TO 'here.csv'; --",
    'true) UNION ALL SELECT 1 --',
    "getenv('HOME') IS NOT NULL",
    'no_such_column = 1',
    'model = ',
    '',
  ])('%j reads and writes nothing: exit 2', async (condition) => {
    const { code, stdout } = await run(['top', '--where', condition, input]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  test('that is one sees the spans', async () => {
    const { totals } = await answer(['top', '--where', "model LIKE 'gpt%' AND input_tokens > 999", input]);
    expect(totals).toMatchObject({ calls: 1 });
  });
});

// Windows has no such names.
test.skipIf(process.platform === 'win32')(
  'a log whose name is a glob or holds quotes is that file',
  async () => {
    const text = readFileSync(path.join(root, 'fixtures/flat-openai.jsonl'));
    for (const name of ["it's [1] *.jsonl", 'a"b;--{x}.jsonl', 'ünïcode ✓.jsonl'])
      expect(await counted(file(name, text))).toMatchObject({ records: 3, spans: 3, rejected: 0 });
  },
);
