import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { execa, type Options } from 'execa';
import { beforeAll, describe, expect, test } from 'vitest';
import { folder, root } from './run.ts';

/** The program as a user has it: the built bin as a process with real pipes. `npm test` builds it first. */

const bin = path.join(root, 'bin/llmtrace.js');
const demo = path.join(root, 'fixtures/demo.jsonl');
const place = folder();
const temporary = path.join(place, 'tmp');
const big = path.join(place, 'big.jsonl');
const isPosix = process.platform !== 'win32';

function llmtrace(words: readonly string[], options: Options = {}) {
  const env = {
    HOME: place,
    TMPDIR: temporary,
    NO_COLOR: undefined,
    FORCE_COLOR: undefined,
    COLUMNS: undefined,
  };
  return execa(process.execPath, [bin, ...words], {
    cwd: place,
    env,
    reject: false,
    stdin: 'ignore',
    ...options,
  });
}

/** The answer of a shell in which `llmtrace` is the program. */
function shell(script: string) {
  const env = { HOME: place, TMPDIR: temporary };
  const text = script.replaceAll('llmtrace ', `"${process.execPath}" "${bin}" `);
  return execa('bash', ['-c', `set -o pipefail; ${text}`], { cwd: place, env, reject: false });
}

beforeAll(() => {
  if (!existsSync(path.join(root, 'dist/main.js'))) throw new Error('not built yet: npm run build');
  mkdirSync(temporary);
  const line = (index: number) =>
    `{"trace_id":"trace-${index}","model":"gpt-4o","input_tokens":${index},"output_tokens":7,"timestamp":"2026-11-02T10:00:00Z"}\n`;
  writeFileSync(big, Array.from({ length: 40_000 }, (_, index) => line(index)).join(''));
});

describe('the program', () => {
  test('is found by its bin, prints its version and ends with 0', async () => {
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    expect(await llmtrace(['--version'])).toMatchObject({ stdout: version, stderr: '', exitCode: 0 });
  });

  test('hands on the exit codes of main', async () => {
    expect((await llmtrace(['top', 'nothing.jsonl'])).exitCode).toBe(3);
    expect((await llmtrace(['top', '--no-such-option'])).exitCode).toBe(2);
    expect((await llmtrace(['show', 'no-such-id', demo])).exitCode).toBe(4);
  });

  test.runIf(existsSync('/dev/full'))('says that the disk is full, and leaves nothing behind', async () => {
    expect(await shell(`llmtrace top "${demo}" > /dev/full`)).toMatchObject({
      stderr: 'llmtrace: standard output cannot be written: the disk is full',
      exitCode: 2,
    });
    expect(readdirSync(temporary)).toEqual([]);
    expect((await shell(`llmtrace top "${demo}" 2> /dev/full`)).exitCode).toBe(0);
  });

  test('leaves nothing behind: neither in the folder it works in nor in the temporary one', async () => {
    const before = readdirSync(place);
    await llmtrace(['top', demo]);
    expect([readdirSync(place), readdirSync(temporary)]).toEqual([before, []]);
  });
});

describe('standard input', () => {
  const total = /total +\$12\.63/;

  test('is read where something is piped in', async () => {
    const { stdout } = await llmtrace(['top'], { stdin: 'pipe', input: readFileSync(demo) });
    expect(stdout).toMatch(total);
  });

  test('may be compressed', async () => {
    const { stdout } = await llmtrace(['top', '-'], { stdin: 'pipe', input: gzipSync(readFileSync(demo)) });
    expect(stdout).toMatch(total);
  });

  test('may be a file', async () => {
    const { stdout } = await llmtrace(['top'], { stdin: { file: demo } });
    expect(stdout).toMatch(total);
  });

  test('that is connected to nothing is no log', async () => {
    const ran = await llmtrace(['top'], { stdin: 'ignore' });
    expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ran.stderr).toMatch(/^llmtrace: no log was named/);
  });

  test.runIf(isPosix)('that is closed does no harm where a file is named', async () => {
    const { stdout, exitCode } = await shell(`llmtrace top "${demo}" <&-`);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(total);
  });
});

describe('standard output', () => {
  test.runIf(isPosix)('may be closed by a reader that has seen enough', async () => {
    const ran = await shell('llmtrace top --all -f jsonl big.jsonl | head -n 1');
    expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(String(ran.stdout))).toMatchObject({ rank: 1, trace_id: 'trace-39999' });
  });

  test.runIf(isPosix)('reaches a slow reader whole', async () => {
    const { stdout, stderr } = await shell('llmtrace top --all -f json big.jsonl | (sleep 2; cat)');
    expect(stderr).toBe('');
    const text = String(stdout);
    expect(text.length).toBeGreaterThan(10_000_000);
    expect(JSON.parse(text).rows).toHaveLength(40_000);
  });

  test('holds data only: notes go to standard error', async () => {
    const input = '{"trace_id":"t1","model":"house-model","input_tokens":5}\n{"trace_id":"t1';
    const ran = await llmtrace(['top', '-f', 'csv'], { stdin: 'pipe', input });
    expect(String(ran.stdout).split('\n')).toHaveLength(2);
    expect(ran.stderr).toMatch(/torn[\s\S]*without a price/);
  });

  test('goes to a file with -o, in the folder one works in', async () => {
    const ran = await llmtrace(['top', '-f', 'json', '-o', 'report.json', demo]);
    expect(ran).toMatchObject({ exitCode: 0, stdout: '' });
    expect(JSON.parse(readFileSync(path.join(place, 'report.json'), 'utf8')).totals.calls).toBe(1467);
  });

  const colour = '\u001b[';

  test('is coloured only where colours are asked for', async () => {
    const plain = await llmtrace(['top', '-n', '1', demo]);
    const always = await llmtrace(['top', '-n', '1', '--color', 'always', demo]);
    const forced = await llmtrace(['top', '-n', '1', demo], { env: { FORCE_COLOR: '1' } });
    const never = await llmtrace(['top', '-n', '1', '--color', 'never', demo], { env: { FORCE_COLOR: '1' } });
    const isColoured = [plain, always, forced, never].map(({ stdout }) => String(stdout).includes(colour));
    expect(isColoured).toEqual([false, true, true, false]);
  });

  test('has no colours in JSON', async () => {
    const { stdout } = await llmtrace(['top', '-f', 'json', '--color', 'always', demo]);
    expect(String(stdout)).not.toContain(colour);
  });
});

describe.runIf(isPosix)('Ctrl-C', () => {
  test('ends a long query with 130 and leaves no temporary folder', async () => {
    const query =
      'SELECT count(*) AS pairs FROM call AS one, call AS two, call AS three, call AS four WHERE one.latency_ms + two.latency_ms > three.latency_ms + four.latency_ms';
    const running = llmtrace(['sql', query, demo]);
    await pause(3000);
    running.kill('SIGINT');
    expect(await running).toMatchObject({ exitCode: 130, stdout: '' });
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('ends the wait for standard input', async () => {
    const running = llmtrace(['top'], { stdin: 'pipe' });
    await pause(1500);
    running.kill('SIGINT');
    expect((await running).exitCode).toBe(130);
    expect(readdirSync(temporary)).toEqual([]);
  });
});
