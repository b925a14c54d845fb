import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { dialects } from '../src/dialects/all.ts';
import { RecordScanner } from '../src/read/recordScanner.ts';
import { dialectOf, linesOf, logs, recordsOf } from './fixtureLogs.ts';
import { chance, mutated } from './mutations.ts';
import { folder, log, type Run, run } from './run.ts';

/**
 * What no log may bring about, however broken: a crash, a hang, or a record that nobody accounts for. So many mutated records
 * of each dialect are tried; `npm run fuzz` tries ten thousand.
 */
const mutations = Number(process.env['MUTATIONS'] ?? 20);
const batch = 250;

const each = dialects.map(({ name }) => name);
const fixturesOf = (name: string) => logs.filter((fixture) => dialectOf(fixture) === name);

/** The doctor's account of a log: nothing else looks at everything. */
async function examined(...inputs: readonly string[]): Promise<{ records: number; isAccounted: boolean }> {
  const ran = await run(['doctor', '--max-rejected', '100%', '--format', 'json', '--tz', 'UTC', ...inputs]);
  if (ran.code !== 0) throw new Error(said(ran));
  const { meta, totals } = JSON.parse(ran.stdout);
  return { records: totals.records, isAccounted: meta.is_accounted };
}

const said = ({ code, stderr }: Run) => `exit code ${code}: ${stderr}`;

describe.each(each)('%s', (name) => {
  const records = fixturesOf(name).flatMap((fixture) => recordsOf(fixture).slice(0, 200));

  test(
    `accounts for mutated records`,
    async () => {
      for (let seed = 0; seed * batch < mutations; seed += 1) {
        const random = chance(seed + 1);
        const lines = Array.from({ length: Math.min(batch, mutations) }, () =>
          mutated(records[Math.floor(random() * records.length)] ?? {}, random),
        );
        const { isAccounted } = await examined(
          log([...linesOf(fixturesOf(name)[0] ?? '').slice(0, 1), ...lines]),
        ).catch((error) => {
          throw new Error(`seed ${seed + 1}: ${error.message}`);
        });
        expect({ seed, isAccounted }).toEqual({ seed, isAccounted: true });
      }
    },
    Number.POSITIVE_INFINITY,
  );

  test('tells the last record from the whole ones wherever it is torn: at every byte', () => {
    const lines = linesOf(fixturesOf(name)[0] ?? '');
    const [first = '', last = ''] = [lines[0], lines.at(-1)];
    const bytes = Buffer.from(last);
    const odd: number[] = [];
    for (let length = 1; length < bytes.length; length += 1) {
      const scanner = new RecordScanner({ isRecord: () => true });
      const text = `${first}\n${bytes.subarray(0, length).toString()}`;
      const items = [...scanner.push({ text, alterations: [] }), ...scanner.end()];
      const [whole, torn, ...more] = items;
      const isRight =
        whole && 'text' in whole && torn && 'isTorn' in torn && torn.isTorn && more.length === 0;
      if (!isRight) odd.push(length);
    }
    expect(odd).toEqual([]);
  });

  test(
    'loses no whole record where the last one is torn',
    async () => {
      const lines = linesOf(fixturesOf(name)[0] ?? '');
      const [first = '', last = ''] = [lines[0], lines.at(-1)];
      const whole = (await examined(log([first]))).records;
      const directory = path.join(folder(), 'torn');
      mkdirSync(directory);
      const bytes = Buffer.from(last);
      const step = mutations < batch ? Math.max(1, Math.floor(bytes.length / 60)) : 1;
      let files = 0;
      for (let length = 1; length < bytes.length; length += step, files += 1)
        writeFileSync(
          path.join(directory, `${length}.jsonl`),
          Buffer.concat([Buffer.from(`${first}\n`), bytes.subarray(0, length)]),
        );
      const { records, isAccounted } = await examined(directory);
      expect({ isAccounted, records }).toEqual({ isAccounted: true, records: files * (whole + 1) });
    },
    Number.POSITIVE_INFINITY,
  );
});
