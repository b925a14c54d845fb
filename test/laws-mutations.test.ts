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
async function examined(...inputs: readonly string[]): Promise<Examined> {
  const ran = await run(['doctor', '--max-rejected', '100%', '--format', 'json', '--tz', 'UTC', ...inputs]);
  if (ran.code !== 0) throw new Error(said(ran));
  const { meta, totals } = JSON.parse(ran.stdout);
  const recordsOfEach = meta.inputs.map(({ records }: { records: number }) => records);
  return { records: totals.records, recordsOfEach, isAccounted: meta.is_accounted };
}

type Examined = {
  readonly records: number;
  /** By input. */
  readonly recordsOfEach: readonly number[];
  readonly isAccounted: boolean;
};

const said = ({ code, stderr }: Run) => `exit code ${code}: ${stderr}`;

/** Of few mutations several dialects are looked at together, each in a log of its own. */
const together = mutations < batch ? 8 : 1;
const groups = Array.from({ length: Math.ceil(each.length / together) }, (_, place) => [
  each.slice(place * together, (place + 1) * together),
]);

/** Records of a dialect's fixtures, mutated, after one that is whole. */
function mutatedLog(name: string, seed: number): string {
  const records = fixturesOf(name).flatMap((fixture) => recordsOf(fixture).slice(0, 200));
  const random = chance(seed);
  const lines = Array.from({ length: Math.min(batch, mutations) }, () =>
    mutated(records[Math.floor(random() * records.length)] ?? {}, random),
  );
  return log([...linesOf(fixturesOf(name)[0] ?? '').slice(0, 1), ...lines]);
}

/** The first and the last record of a dialect's fixture. */
function endsOf(name: string): readonly [string, string] {
  const lines = linesOf(fixturesOf(name)[0] ?? '');
  return [lines[0] ?? '', lines.at(-1) ?? ''];
}

/** A folder of logs of a whole record and one that is torn, at many places; and how many. */
function tornLogs(name: string): { directory: string; files: number } {
  const [first, last] = endsOf(name);
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
  return { directory, files };
}

describe.each(groups)('%s', (names) => {
  test(
    'accounts for mutated records',
    async () => {
      for (let seed = 1; (seed - 1) * batch < mutations; seed += 1) {
        const { isAccounted } = await examined(...names.map((name) => mutatedLog(name, seed))).catch(
          (error) => {
            throw new Error(`seed ${seed}: ${error.message}`);
          },
        );
        expect({ seed, isAccounted }).toEqual({ seed, isAccounted: true });
      }
    },
    Number.POSITIVE_INFINITY,
  );

  test(
    'loses no whole record where the last one is torn',
    async () => {
      const whole = (await examined(...names.map((name) => log([endsOf(name)[0]])))).recordsOfEach;
      const torn = names.map(tornLogs);
      const { records, isAccounted } = await examined(...torn.map(({ directory }) => directory));
      const expected = torn.reduce((sum, { files }, place) => sum + files * ((whole[place] ?? 0) + 1), 0);
      expect({ isAccounted, records }).toEqual({ isAccounted: true, records: expected });
    },
    Number.POSITIVE_INFINITY,
  );
});

test.each(each)(
  'the last record of %s is told from the whole ones wherever it is torn: at every byte',
  (name) => {
    const [first, last] = endsOf(name);
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
  },
);
