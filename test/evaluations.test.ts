import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as zlib from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { answer, file, root, run } from './run.ts';

/** Node 20 has none. */
const zstd = (zlib as { zstdCompressSync?: (bytes: Buffer) => Buffer }).zstdCompressSync;

const spans = `SELECT trace_id, span_id, parent_span_id, kind, coalesce(tool_name, model, name) AS what, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, latency_ms, cost_usd
  FROM span ORDER BY trace_id, span_id`;

async function spansOf(input: string) {
  const { rows } = await answer(['sql', spans, input]);
  return rows.map((row) => Object.values(row).join(' ').trim());
}

describe('Inspect', () => {
  test('each sample is a trace; what its own cache answered cost nothing; the total says what input means', async () => {
    expect(await spansOf('fixtures/inspect.json')).toEqual([
      // 2025: cached tokens inside, a sub-agent within its tool
      'KbV1/2/1 000001 sample tool handoff',
      'KbV1/2/1 000001.000001 000001 llm gpt-4o-2024-08-06 1568 1024  17 900 0.00281',
      'KbV1/2/1 000002 sample llm gpt-4o-2024-08-06',
      'KbV1/2/1 sample  agent parcels     3000',
      // no events were kept
      'KbV1/3/1 sample  agent parcels',
      'KbV1/3/1 usage of openai/gpt-4o-mini sample llm gpt-4o-mini 700   90  0.000159',
      // today: cached tokens outside
      'hX2mWq e3 s2 llm claude-sonnet-4-5 1212 0 1200 250 3000 0.008286',
      'hX2mWq e4 s2 tool bash     500',
      'hX2mWq e5 s2 tool bash     100',
      'hX2mWq e6 s2 llm claude-sonnet-4-5 5008 5000 0 150 2000 0.003774',
      'hX2mWq e7 s2 other cached generate     1',
      'hX2mWq s1 sample other solvers     6295',
      'hX2mWq s2 s1 agent react     6194',
      'hX2mWq sample  agent parcels     12500',
    ]);
  });

  test('an .eval archive is the same; its summaries are no calls', async () => {
    const whole = await spansOf('fixtures/inspect.json');
    const kept = whole.filter((line) => !line.startsWith('KbV1/2/1'));
    expect(await spansOf('fixtures/inspect.eval')).toEqual(kept);
    const { meta } = await answer(['top', 'fixtures/inspect.eval']);
    expect(meta.inputs).toMatchObject([{ records: 7, spans: 2, duplicates: 0, other: 5, rejected: 0 }]);
  });

  test('the document and the archive of one evaluation are one evaluation', async () => {
    const [one, both] = await Promise.all([
      answer(['top', 'fixtures/inspect.json']),
      answer(['top', 'fixtures/inspect.json', 'fixtures/inspect.eval']),
    ]);
    expect(both.totals).toEqual(one.totals);
  });
});

describe('an archive', () => {
  const archive = readFileSync(path.join(root, 'fixtures/inspect.eval'));

  test('piped in is read as from a file', async () => {
    const piped = await answer(['top'], { stdin: archive });
    expect(piped.totals).toEqual((await answer(['top', 'fixtures/inspect.eval'])).totals);
  });

  test('cut after any byte is an error, never a shorter result', async () => {
    for (let length = 4; length < archive.length; length += 97) {
      const { code, stdout, stderr } = await run(['top', file('cut.eval', archive.subarray(0, length))]);
      expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
      expect(stderr).toMatch(/cut\.eval: the compressed file is (truncated; copy it again|damaged)/);
    }
  });

  test('with one byte changed in a log is damaged', async () => {
    const changed = Buffer.from(archive);
    changed.writeUInt8(changed.readUInt8(600) ^ 1, 600);
    const { code, stderr } = await run(['top', file('changed.eval', changed)]);
    expect(code).toBe(3);
    expect(stderr).toContain('damaged');
  });

  test('without a log, or with a password, says so', async () => {
    const renamed = Buffer.from(archive.toString('latin1').replaceAll('.json', '.text'), 'latin1');
    expect((await run(['top', file('other.zip', renamed)])).stderr).toContain('no *.jsonl');
    const locked = Buffer.from(archive);
    locked.writeUInt16LE(1, locked.indexOf('PK\x01\x02', 'latin1') + 8);
    expect((await run(['top', file('locked.zip', locked)])).stderr).toContain('encrypted');
  });

  test.skipIf(zstd === undefined)('may be packed with zstd', async () => {
    const raw = Buffer.from('{"trace_id":"t","model":"gpt-4o","input_tokens":1000}\n');
    const { totals } = await answer([
      'top',
      file('zstd.eval', archiveOf('a.jsonl', raw, zstd?.(raw) ?? raw, 93)),
    ]);
    expect(totals).toMatchObject({ calls: 1, input_tokens: 1000 });
  });

  test('may hold plain files', async () => {
    const raw = Buffer.from('{"trace_id":"t","model":"gpt-4o","input_tokens":1000}');
    const { totals } = await answer(['top', file('plain.zip', archiveOf('a.jsonl', raw, raw, 0))]);
    expect(totals).toMatchObject({ calls: 1, input_tokens: 1000 });
  });
});

test('tau2: two models in a trace, a logged cost of 0 is not free', async () => {
  expect(await spansOf('fixtures/tau2.json')).toEqual([
    '0b3c call_a simulation tool get_order     1000',
    '0b3c message 2 simulation llm gpt-4.1-mini 900   40 2000 0.0007',
    '0b3c message 3 simulation llm gpt-4.1-2025-04-14 1200   75 3000 0.003',
    '0b3c message 5 simulation llm gpt-4.1-2025-04-14 500   25 3000 0.0012',
    '0b3c simulation  agent retail     30500',
    '0b3d message 1 simulation llm gpt-4.1-mini 100   10  0.000056',
    '0b3d simulation  agent retail     30500',
  ]);
});

test('SWE-agent: the run knows what it used, its steps what they did', async () => {
  const lines = await spansOf('fixtures/swe-agent.traj');
  expect(lines.map((line) => line.replace(/^run-[0-9a-f]{16} /, ''))).toEqual([
    'run  agent claude-sonnet-4-5 84210   2310  0.31',
    'step 1 run tool ls     310',
    'step 2 run tool str_replace_based_edit_tool     120',
    'step 4 run tool submit     500',
  ]);
});

test('an archive that keeps its sizes in 64 bits, as large ones do', async () => {
  const raw = Buffer.from('{"trace_id":"t","model":"gpt-4o","input_tokens":1000}');
  const { totals } = await answer([
    'top',
    file('large.eval', large(archiveOf('a.jsonl', raw, raw, 0), raw.length)),
  ]);
  expect(totals).toMatchObject({ calls: 1, input_tokens: 1000 });
});

/** The same archive of one file, `length` bytes long, with its places full and the numbers in the fields of zip64. */
function large(archive: Buffer, length: number): Buffer {
  const start = archive.readUInt32LE(archive.length - 22 + 16);
  const own = archive.subarray(0, start);
  const entry = Buffer.from(archive.subarray(start, archive.length - 22));
  const full = (at: number) => entry.writeUInt32LE(0xffffffff, at);
  [20, 24, 42].forEach(full);
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  extra.writeBigUInt64LE(BigInt(length), 4);
  extra.writeBigUInt64LE(BigInt(length), 12);
  entry.writeUInt16LE(extra.length, 30);
  const directory = Buffer.concat([entry, extra]);
  const record = Buffer.alloc(56);
  record.write('PK\x06\x06', 'latin1');
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(BigInt(directory.length), 40);
  record.writeBigUInt64LE(BigInt(own.length), 48);
  const locator = Buffer.alloc(20);
  locator.write('PK\x06\x07', 'latin1');
  locator.writeBigUInt64LE(BigInt(own.length + directory.length), 8);
  const end = Buffer.alloc(22, 0xff);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(0, 20);
  return Buffer.concat([own, directory, record, locator, end]);
}

/** A zip of one file. */
function archiveOf(name: string, raw: Buffer, packed: Buffer, method: number): Buffer {
  const common = Buffer.alloc(26);
  common.writeUInt16LE(method, 4);
  common.writeUInt32LE(zlib.crc32(raw), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(raw.length, 18);
  common.writeUInt16LE(name.length, 22);
  const own = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), packed]);
  const entry = Buffer.concat([
    Buffer.from('PK\x01\x02\x14\x00', 'latin1'),
    common,
    Buffer.alloc(14),
    Buffer.from(name),
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt32LE(entry.length, 12);
  end.writeUInt32LE(own.length, 16);
  return Buffer.concat([own, entry, end]);
}
