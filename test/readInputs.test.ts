import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../src/error.ts';
import { findInputs, type Surroundings } from '../src/read/findInputs.ts';

let cwd: string;
beforeEach(() => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), 'llmtrace-test-')));
});
afterEach(() => rmSync(cwd, { recursive: true }));

function put(...names: readonly string[]): void {
  for (const name of names) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), '');
  }
}

function found(named: readonly string[], around: Partial<Surroundings> = {}): string[] {
  return findInputs(named, { cwd, stdin: 'none', ...around }).map(({ name }) => name);
}

function failure(named: readonly string[], around: Partial<Surroundings> = {}): [string, number] {
  try {
    found(named, around);
  } catch (error) {
    if (error instanceof UserError) return [error.message, error.exitCode];
    throw error;
  }
  throw new Error('it should have failed');
}

describe('folders', () => {
  test('give their logs and those of subfolders, sorted, and no other files', () => {
    put(
      'logs/b.jsonl',
      'logs/a.ndjson.gz',
      'logs/sub/c.json.zst',
      'logs/d.log',
      'logs/readme.md',
      'logs/x.jsonl.bak',
    );
    put('logs/node_modules/p/package.json', 'logs/.claude/e.jsonl', 'logs/F.JSONL');
    expect(found(['logs'])).toEqual([
      'logs/.claude/e.jsonl',
      'logs/F.JSONL',
      'logs/a.ndjson.gz',
      'logs/b.jsonl',
      'logs/d.log',
      'logs/sub/c.json.zst',
    ]);
  });

  test('that hold themselves by a link are read once', () => {
    put('logs/a.jsonl');
    symlinkSync(join(cwd, 'logs'), join(cwd, 'logs/loop'));
    symlinkSync(join(cwd, 'nowhere.jsonl'), join(cwd, 'logs/dangling.jsonl'));
    expect(found(['logs'])).toEqual(['logs/a.jsonl']);
  });

  test('without any log are an error', () => {
    mkdirSync(join(cwd, 'empty'));
    expect(failure(['empty'])).toEqual([
      'empty: no *.jsonl, *.ndjson, *.json, *.log, *.eval or *.traj in this folder, plain, .gz or .zst',
      3,
    ]);
  });
});

describe('quoted globs', () => {
  beforeEach(() =>
    put('a1.jsonl', 'a2.jsonl', 'b.jsonl', 'sub/deep/c.jsonl', 'sub/.hidden/d.jsonl', '.e.jsonl'),
  );

  test.each([
    ['*.jsonl', ['a1.jsonl', 'a2.jsonl', 'b.jsonl']],
    ['a?.jsonl', ['a1.jsonl', 'a2.jsonl']],
    ['a[2-9].jsonl', ['a2.jsonl']],
    ['[!a]*.jsonl', ['b.jsonl']],
    ['{b,a1}.jsonl', ['b.jsonl', 'a1.jsonl']],
    ['**/*.jsonl', ['a1.jsonl', 'a2.jsonl', 'b.jsonl', 'sub/deep/c.jsonl']],
    ['sub/**', ['sub/deep/c.jsonl']],
    ['su*', ['sub/.hidden/d.jsonl', 'sub/deep/c.jsonl']],
    ['.*.jsonl', ['.e.jsonl']],
    ['./b.*', ['b.jsonl']],
  ])('%s', (glob, expected) => {
    expect(found([glob])).toEqual(expected);
    expect(found([join(cwd, glob)])).toEqual(expected.map((name) => join(cwd, name)));
  });

  test('a file of that very name comes first', () => {
    put('a[1].jsonl');
    expect(found(['a[1].jsonl'])).toEqual(['a[1].jsonl']);
  });

  test('that match nothing are an error', () => {
    expect(failure(['*.csv'])).toEqual(['*.csv: no file matches', 3]);
  });
});

describe('named inputs', () => {
  test('are read once, by whatever name, in the order given', () => {
    put('a.jsonl', 'logs/b.jsonl');
    symlinkSync(join(cwd, 'a.jsonl'), join(cwd, 'logs/link.jsonl'));
    expect(found(['logs', './a.jsonl', 'a.jsonl', 'logs/b.jsonl', '-', '-'])).toEqual([
      'logs/b.jsonl',
      'logs/link.jsonl',
      '<stdin>',
    ]);
  });

  test('that do not exist are an error that names them', () => {
    expect(failure(['missing.jsonl'])).toEqual(['missing.jsonl: no such file or folder', 3]);
  });

  test('that go round in a circle are an error', () => {
    symlinkSync('round', join(cwd, 'round'));
    expect(failure(['round'])).toEqual(['round: its links go round in a circle', 3]);
  });

  test.skipIf(process.getuid?.() === 0)('that may not be read are an error', () => {
    put('secret.jsonl');
    chmodSync(join(cwd, 'secret.jsonl'), 0);
    expect(failure(['secret.jsonl'])).toEqual(['secret.jsonl: no permission to read it', 3]);
  });
});

describe('without a named input', () => {
  beforeEach(() => put('a.jsonl', 'b.jsonl', 'home/c.jsonl'));

  test('standard input, if it is a pipe or a file', () => {
    expect(found([], { stdin: 'pipe', configuredLogs: ['a.jsonl'] })).toEqual(['<stdin>']);
    expect(found([], { stdin: 'file', configuredLogs: ['a.jsonl'] })).toEqual(['<stdin>']);
  });

  test('then what is configured', () => {
    const configuredLogs = ['b.jsonl', '~/*.jsonl'];
    const home = join(cwd, 'home');
    expect(found([], { stdin: 'terminal', configuredLogs, home })).toEqual([
      'b.jsonl',
      join(home, 'c.jsonl'),
    ]);
  });

  test('an error says where a wrong path came from', () => {
    const configuredLogs = ['x'];
    expect(failure([], { configuredLogs, logsOrigin: 'LLMTRACE_LOGS' })).toEqual([
      'x (from LLMTRACE_LOGS): no such file or folder',
      3,
    ]);
    expect(failure([], { configuredLogs, logsOrigin: '../llmtrace.json' })[0]).toBe(
      'x (from "logs" in ../llmtrace.json): no such file or folder',
    );
  });

  test('and without those, usage with an example', () => {
    expect(failure([], { stdin: 'terminal' })).toEqual([
      'no log was named: give files, folders, quoted globs or - for standard input, as in\n  llmtrace top logs/',
      2,
    ]);
  });
});
