import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { progressLine, progressOn } from '../src/progress.ts';
import { Store } from '../src/store/store.ts';
import { folder } from './run.ts';

const screen = (isTTY: boolean) => {
  const written: string[] = [];
  const write = (text: string) => written.push(text) > 0;
  return { written, output: { isTTY, write, once: () => undefined } };
};

test.each([
  [{ done: 0, total: 800e6, elapsed: 1000 }, 'reading 0 of 800 MB, 0 %, 0 MB/s'],
  [{ done: 412e6, total: 796e6, elapsed: 2000 }, 'reading 412 of 796 MB, 51 %, 206 MB/s, 2 s left'],
  [{ done: 900e6, total: 800e6, elapsed: 4000 }, 'reading 800 of 800 MB, 100 %, 200 MB/s, 0 s left'],
])('%o is told as %s', (reached, line) => {
  expect(progressLine(reached)).toBe(line);
});

test('nobody is told who does not look: no terminal, or --quiet', () => {
  expect(progressOn(screen(false).output, false)).toBe(undefined);
  expect(progressOn(screen(true).output, true)).toBe(undefined);
});

test('a short load says nothing, a long one how far it is, and both leave the line empty', async () => {
  const file = path.join(folder(), 'numbers.jsonl');
  writeFileSync(file, '{"n":1}\n'.repeat(1000));
  const store = await Store.open();
  const { written, output } = screen(true);
  const watch = progressOn(output, false)?.(2e6);
  await watch?.(store, 1e6, () => store.run('SELECT 1'));
  expect(written.join('')).toBe('\r\u001b[K');
  await watch?.(store, 1e6, () => sleep(1500));
  await store.close();
  expect(written.join('')).toContain('reading 1 of 2 MB, 50 %, 1 MB/s, ');
  expect(written.at(-1)).toBe('\r\u001b[K');
});
