import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { UserError } from '../src/error.ts';
import type { Input } from '../src/read/findInputs.ts';
import { materialise } from '../src/read/materialise.ts';

const folder = 'fixtures/broken';
const ordinary = readFileSync(join(folder, 'ordinary.jsonl'), 'utf8');
let temporaryDirectory: string;
beforeEach(() => {
  temporaryDirectory = mkdtempSync(join(tmpdir(), 'llmtrace-test-'));
});
afterEach(() => rmSync(temporaryDirectory, { recursive: true }));

const noInput = Readable.from([]);

async function plain(
  input: Input,
  stdin: Readable = noInput,
  hint: (text: string) => void = () => undefined,
): Promise<string> {
  return (await materialise(input, { temporaryDirectory, stdin, hint })).path;
}

const file = (path: string): Input => ({ name: path, path, kind: 'file' });
const standardInput: Input = { name: '<stdin>', path: '', kind: 'stdin' };

async function failure(result: Promise<unknown>): Promise<[string, number]> {
  const error = await result.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof UserError) return [error.message, error.exitCode];
  throw new Error(`it should have failed: ${String(error)}`);
}

describe('compressed files', () => {
  test.each(['whole.jsonl.gz', 'members.jsonl.gz', 'gzip-by-another-name.jsonl', 'frames.jsonl.zst'])(
    '%s',
    async (name) => {
      expect(readFileSync(await plain(file(join(folder, name))), 'utf8')).toBe(ordinary);
    },
  );

  test('of real zstd', async () => {
    expect(readFileSync(await plain(file(join(folder, 'whole.jsonl.zst'))), 'utf8')).toBe(
      '{"record":1}\n{"record":2}\n',
    );
  });

  test.each([
    ['truncated.jsonl.gz', 'truncated; copy it again'],
    ['truncated.jsonl.zst', 'truncated; copy it again'],
    ['damaged.jsonl.gz', 'damaged'],
  ])('%s is an error, never a shorter log', async (name, how) => {
    const path = join(folder, name);
    expect(await failure(plain(file(path)))).toEqual([`${path}: the compressed file is ${how}`, 3]);
  });

  test.each(['whole.jsonl.gz', 'whole.jsonl.zst'])('%s cut after any byte is an error', async (name) => {
    const bytes = readFileSync(join(folder, name));
    const path = join(temporaryDirectory, name);
    for (let length = 4; length < bytes.length; length += 1) {
      writeFileSync(path, bytes.subarray(0, length));
      expect((await failure(plain(file(path))))[1]).toBe(3);
    }
  });
});

describe('plain files', () => {
  test('are used where they are', async () => {
    const path = join(folder, 'ordinary.jsonl');
    expect(await plain(file(path))).toBe(path);
    expect(readdirSync(temporaryDirectory)).toEqual([]);
  });

  test('get a name that the database takes as it is', async () => {
    const path = join(temporaryDirectory, 'a[1]*.jsonl');
    writeFileSync(path, ordinary);
    for (const odd of [path, join(process.cwd(), folder, 'plain-by-another-name.jsonl.gz')]) {
      const link = await plain(file(odd));
      expect(link).toMatch(/[-0-9a-f]+\.jsonl$/);
      expect(readFileSync(link, 'utf8')).toBe(ordinary);
    }
  });

  test('may be empty', async () => {
    expect(readFileSync(await plain(file(join(folder, 'empty.jsonl'))), 'utf8')).toBe('');
  });
});

describe('standard input', () => {
  test.each([
    ['plain', Buffer.from(ordinary)],
    ['gzip', gzipSync(ordinary)],
    ['zstd', readFileSync(join(folder, 'frames.jsonl.zst'))],
  ])('%s, byte by byte', async (_name, bytes) => {
    const stdin = Readable.from([...bytes].map((byte) => Buffer.from([byte])));
    expect(readFileSync(await plain(standardInput, stdin), 'utf8')).toBe(ordinary);
  });

  test('may be empty', async () => {
    expect(readFileSync(await plain(standardInput), 'utf8')).toBe('');
  });

  test('truncated is an error that names it', async () => {
    const stdin = Readable.from([gzipSync(ordinary).subarray(0, 50)]);
    expect(await failure(plain(standardInput, stdin))).toEqual([
      '<stdin>: the compressed file is truncated; copy it again',
      3,
    ]);
  });

  test('that gives nothing for two seconds brings a hint, once', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const stdin = new PassThrough();
      const hints: string[] = [];
      const spooled = plain(standardInput, stdin, (text) => hints.push(text));
      vi.advanceTimersByTime(1999);
      expect(hints).toEqual([]);
      vi.advanceTimersByTime(10_000);
      expect(hints).toEqual([
        'waiting for standard input; to read files instead, name them: llmtrace top logs/',
      ]);
      stdin.end(ordinary);
      expect(readFileSync(await spooled, 'utf8')).toBe(ordinary);
    } finally {
      vi.useRealTimers();
    }
  });
});

test.skipIf(process.platform === 'win32')('a named pipe is read once, as a stream', async () => {
  const path = join(temporaryDirectory, 'fifo');
  execFileSync('mkfifo', [path]);
  const spooled = plain({ name: path, path, kind: 'pipe' });
  spawn('sh', ['-c', 'cat "$0" > "$1"', join(folder, 'ordinary.jsonl'), path], { stdio: 'ignore' });
  expect(readFileSync(await spooled, 'utf8')).toBe(ordinary);
});
