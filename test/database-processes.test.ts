import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { folder, root } from './run.ts';

/** What other processes do to a database file; the program is the built one. */

const scratch = folder();
const bin = path.join(root, 'bin/llmtrace.js');

beforeAll(() => {
  if (!existsSync(path.join(root, 'dist/main.js'))) throw new Error('not built yet: npm run build');
});

type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

function start(...argv: string[]): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const child = spawn(process.execPath, [bin, ...argv], {
    env: { ...process.env, HOME: scratch, TMPDIR: scratch },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { stdout: '', stderr: '' };
  child.stdout?.on('data', (bytes) => (text.stdout += String(bytes)));
  child.stderr?.on('data', (bytes) => (text.stderr += String(bytes)));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...text }));
  return { child, ended };
}

function call(id: number): string {
  return `${JSON.stringify({ trace_id: `t${id >> 2}`, span_id: `s${id}`, timestamp: new Date(Date.UTC(2026, 10, 1) + id * 1000).toISOString(), model: 'gpt-4o', input_tokens: 100, output_tokens: id % 50 })}\n`;
}

const spans = async (db: string): Promise<unknown> => {
  const { code, stdout, stderr } = await start(
    'sql',
    'SELECT count(*) AS spans FROM span',
    '--db',
    db,
    '-f',
    'json',
  ).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout).rows[0].spans;
};

test('an import that is killed at any moment leaves a file that the next one completes', async () => {
  const place = mkdtempSync(path.join(scratch, 'kill-'));
  const [log, db] = [path.join(place, 'app.jsonl'), path.join(place, 't.duckdb')];
  writeFileSync(log, Array.from({ length: 20_000 }, (_, id) => call(id)).join(''));
  const started = Date.now();
  await start('import', log, '--db', path.join(place, 'whole.duckdb')).ended;
  const whole = Date.now() - started;
  for (let part = 1; part <= 8; part += 1) {
    const { child, ended } = start('import', log, '--db', db);
    await sleep((whole * part) / 8);
    child.kill('SIGKILL');
    await ended;
    if (existsSync(db)) expect([0, 20_000]).toContain(await spans(db));
  }
  const { code } = await start('import', log, '--db', db).ended;
  expect(code).toBe(0);
  expect(await spans(db)).toBe(20_000);
  expect(leftIn(place)).toEqual(['app.jsonl', 't.duckdb', 'whole.duckdb']);
}, 240_000);

/** What is in a folder, and private folders of ours that nobody uses any more. */
const leftIn = (place: string) => [
  ...readdirSync(place).sort(),
  ...readdirSync(scratch).filter(
    (name) => name.startsWith('llmtrace-') && !name.startsWith('llmtrace-test-'),
  ),
];

test('Ctrl-C ends an import at once and leaves nothing behind', async () => {
  const place = mkdtempSync(path.join(scratch, 'stop-'));
  const log = path.join(place, 'app.jsonl');
  writeFileSync(log, Array.from({ length: 300_000 }, (_, id) => call(id)).join(''));
  const { child, ended } = start('import', log, '--db', path.join(place, 't.duckdb'));
  while (!readdirSync(place).some((name) => name.includes('.new-'))) await sleep(20);
  await sleep(300);
  child.kill('SIGINT');
  expect((await ended).code).toBe(130);
  expect(leftIn(place).filter((name) => !['app.jsonl', 't.duckdb'].includes(name))).toEqual([]);
}, 60_000);

test('folders of runs that were killed go when the next one starts; those of others stay', async () => {
  const [mine, others] = ['llmtrace-1-elsewhere-abc', 'llmtrace-notes'];
  for (const name of [mine, others]) mkdirSync(path.join(scratch, name));
  const log = path.join(scratch, 'long.jsonl');
  writeFileSync(log, Array.from({ length: 300_000 }, (_, id) => call(id)).join(''));
  const { child, ended } = start('top', log);
  while (!readdirSync(scratch).some((name) => name.startsWith(`llmtrace-${child.pid}-`))) await sleep(20);
  child.kill('SIGKILL');
  await ended;
  expect(readdirSync(scratch).some((name) => name.startsWith(`llmtrace-${child.pid}-`))).toBe(true);
  await start('top', path.join(root, 'fixtures/flat.jsonl')).ended;
  const left = readdirSync(scratch).filter((name) => name.startsWith('llmtrace-'));
  expect(left.filter((name) => !name.startsWith('llmtrace-test-')).sort()).toEqual([mine, others]);
  for (const name of [mine, others]) rmSync(path.join(scratch, name), { recursive: true });
}, 60_000);

test('two imports at once: one waits for the other and says so, and nothing is lost or read twice', async () => {
  const place = mkdtempSync(path.join(scratch, 'two-'));
  const db = path.join(place, 't.duckdb');
  const logs = [0, 1, 2].map((log) => {
    const file = path.join(place, `app${log}.jsonl`);
    writeFileSync(file, Array.from({ length: 5_000 }, (_, id) => call(log * 5_000 + id)).join(''));
    return file;
  });
  const ended = await Promise.all(logs.map((log) => start('import', log, '--db', db).ended));
  for (const { code, stderr } of ended) {
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(
      stderr.split('\n').filter((line) => line !== '' && !line.includes('in use by another process')),
    ).toEqual([]);
  }
  expect(await spans(db)).toBe(15_000);
  expect(readdirSync(place).filter((name) => name.includes('.new-'))).toEqual([]);
}, 240_000);
