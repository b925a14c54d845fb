import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { dialects } from '../src/dialects/all.ts';
import { dialectOf, fixtures, linesOf, logs } from './fixtureLogs.ts';
import { type Answer, answer, file, type Input, log, root, run } from './run.ts';

/** Laws on how logs are handed in: however it is done, the same records give the same answer. */

const everyCall = ['top', '--group', 'call', '--all'];
const lenient = ['--max-rejected', '100%'];
const small = logs.filter((name) => name !== 'fixtures/demo.jsonl');

/** Logs whose records mean the same wherever they stand; of the other dialects a file is a session, and cannot be cut up or renamed. */
const loose = small.filter(
  (name) => !dialects.some((dialect) => dialect.name === dialectOf(name) && dialect.isSequential),
);

/** What was found, without where. */
const found = ({ rows, totals, meta }: Answer) => ({ rows, totals, unpriced: meta.unpriced_calls });

const counted = (inputs: readonly Input[]) => {
  const sum = (key: 'records' | 'spans' | 'duplicates' | 'other' | 'rejected') =>
    inputs.reduce((total, input) => total + input[key], 0);
  return {
    records: sum('records'),
    spans: sum('spans'),
    duplicates: sum('duplicates'),
    other: sum('other'),
    rejected: sum('rejected'),
  };
};

function expectIdentity(inputs: readonly Input[]): void {
  for (const input of inputs) {
    const { file, records, spans, duplicates, other, rejected } = input;
    expect({ file, records }).toEqual({ file, records: spans + duplicates + other + rejected });
    expect(Math.min(records, spans, duplicates, other, rejected)).toBeGreaterThanOrEqual(0);
  }
}

describe('every record is accounted for: records = spans + duplicates + other + rejected', () => {
  const isTruncated = (name: string) => /truncated|damaged/.test(name);
  const readable = fixtures.filter((name) => !isTruncated(name));
  const reading = (names: readonly string[]) => answer(['top', ...lenient, ...names]);

  test('all of them together, as in any smaller company', async () => {
    const { meta } = await reading(readable);
    expectIdentity(meta.inputs);
    const named = new Set(meta.inputs.map(({ file }) => file));
    expect(readable.filter((name) => !named.has(name))).toEqual(['fixtures/broken/empty.jsonl']);
    for (const name of logs) {
      const ofLog = counted(meta.inputs.filter(({ file }) => file === name));
      expect({ name, ...ofLog }).toMatchObject({ name, records: linesOf(name).length, rejected: 0 });
    }
    const broken = readable.filter((name) => name.startsWith('fixtures/broken/'));
    for (const part of [0, 1, 2]) {
      const some = broken.filter((_, index) => index % 3 === part);
      const apart = (await reading(some)).meta.inputs;
      expect(apart).toEqual(meta.inputs.filter(({ file }) => some.includes(file)));
    }
  });

  test.each(fixtures.filter(isTruncated))('%s is no log that can be trusted: exit 3', async (name) => {
    const { code, stdout, stderr } = await run(['top', ...lenient, name]);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain(name);
  });
});

describe('two runs give the same bytes', () => {
  const text = (threads: string, inputs: readonly string[]) =>
    run(['top', '--group', 'stage,model', '--format', 'json', '--threads', threads, ...inputs]);

  test('on one, two and four threads', async () => {
    const one = await text('1', logs);
    expect(one.code).toBe(0);
    expect(one.stdout.length).toBeGreaterThan(1000);
    for (const threads of ['2', '4']) expect((await text(threads, logs)).stdout).toBe(one.stdout);
  });

  test('in whatever order the inputs are named', async () => {
    const forward = await answer([...everyCall, ...small]);
    const backward = await answer([...everyCall, ...small.toReversed()]);
    expect(found(backward)).toEqual(found(forward));
    expect(backward.meta.inputs).toEqual(forward.meta.inputs);
  });
});

describe('the same records give the same answer', () => {
  const lines = (name: string) => linesOf(name);

  test('interleaved in one file as in a file for each dialect', async () => {
    const apart = await answer([...everyCall, ...loose]);
    const lists = loose.map(lines);
    const longest = Math.max(...lists.map((list) => list.length));
    const interleaved = Array.from({ length: longest }, (_, index) =>
      lists.flatMap((list) => list.slice(index, index + 1)),
    ).flat();
    const together = await answer([...everyCall, log(interleaved)]);
    expect(found(together)).toEqual(found(apart));
    expect(counted(together.meta.inputs)).toEqual(counted(apart.meta.inputs));
    const dialects = new Set(loose.map(dialectOf));
    expect(together.meta.inputs.map(({ dialect }) => dialect).toSorted()).toEqual([...dialects].toSorted());
  });

  test('split in two, at any record', async () => {
    const whole = await answer([...everyCall, ...loose]);
    for (const share of [0.01, 0.5, 0.99]) {
      const parts = loose.map(lines).flatMap((all) => {
        const place = Math.min(all.length - 1, Math.max(1, Math.round(all.length * share)));
        return [all.slice(0, place), all.slice(place)];
      });
      const split = await answer([...everyCall, ...parts.map((part) => log(part))]);
      expect({ share, ...found(split) }).toEqual({ share, ...found(whole) });
    }
  });

  test('compressed, or piped in, plain or compressed', async () => {
    const whole = await answer([...everyCall, ...loose]);
    const bytes = loose.map((name) => readFileSync(path.join(root, name)));
    const files = bytes.map((text) => file('log.jsonl.gz', gzipSync(text)));
    for (const same of [
      await answer([...everyCall, ...files]),
      await answer([...everyCall, '-'], { stdin: Buffer.concat(bytes) }),
      await answer([...everyCall], { stdin: gzipSync(Buffer.concat(bytes)) }),
    ]) {
      expect(found(same)).toEqual(found(whole));
      expect(counted(same.meta.inputs)).toEqual(counted(whole.meta.inputs));
    }
  });

  test.each([...new Set(loose.map(dialectOf))])('%s piped in alone', async (dialect) => {
    const name = loose.find((one) => dialectOf(one) === dialect) ?? '';
    const whole = await answer([...everyCall, name]);
    const piped = await answer([...everyCall], { stdin: readFileSync(path.join(root, name)) });
    expect(found(piped)).toEqual(found(whole));
  });

  test('logged again in another file, but for the count of duplicates', async () => {
    // A record without any id may be an equal call: it is never merged.
    const known = loose.filter((name) => name !== 'fixtures/flat-run.jsonl');
    const once = await answer([...everyCall, ...known]);
    const copies = known.map((name) => log(lines(name)));
    const twice = await answer([...everyCall, ...known, ...copies]);
    expect(found(twice)).toEqual(found(once));
    const [before, after] = [counted(once.meta.inputs), counted(twice.meta.inputs)];
    expect(after).toEqual({
      records: before.records * 2,
      spans: before.spans,
      duplicates: before.duplicates * 2 + before.spans,
      other: before.other * 2,
      rejected: 0,
    });
  });
});
