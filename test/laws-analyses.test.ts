import { describe, expect, test } from 'vitest';
import { analyses } from '../src/analyses/all.ts';
import { commandLines } from './commandLines.ts';
import { everyLog } from './everyLog.ts';
import { dialectOf, linesOf, logs } from './fixtureLogs.ts';
import { log, type Run, run } from './run.ts';

/** Laws that hold for every command there is. */

/** Home-made, standard and a coding agent's: what commands do with spans does not depend on more. */
const dialects = ['flat', 'flat-run', 'otlp', 'claude-code'];
const small = logs
  .filter((name) => name !== 'fixtures/demo.jsonl' && dialects.includes(String(dialectOf(name))))
  .flatMap(linesOf);
const demo = linesOf('fixtures/demo.jsonl').slice(0, 200);
const everything = log([...small, ...demo]);
const subject = { input: everything, trace: 'rag-012' };
const oddSubject = { input: everyLog(), trace: 'rolled' };

const inUtc = (argv: readonly string[], format: string, ...more: readonly string[]): Promise<Run> =>
  run([...argv, '--tz', 'UTC', '--format', format, ...more]);

describe.each(commandLines)('llmtrace %s', (name, lineFor) => {
  const analysis = analyses.find((each) => each.name === name);
  const line = lineFor(subject);

  test('gives the same bytes twice, on any number of threads, and says where its figures are from', async () => {
    const [one, two] = [
      await inUtc(line, 'json', '--threads', '1'),
      await inUtc(line, 'json', '--threads', '4'),
    ];
    expect(two).toEqual(one);
    expect(one).toMatchObject({ code: 0, stderr: '' });
    const { schema, meta, rows } = JSON.parse(one.stdout);
    expect(schema).toBe(`llmtrace.${name}/1`);
    const window = name === 'diff' ? 'windows' : 'window';
    const named = ['inputs', window, 'tz', 'prices', 'unpriced_calls'];
    expect(Object.keys(meta)).toEqual(expect.arrayContaining(named));
    const records = meta.inputs.map((input: { records: number }) => input.records);
    expect(records.reduce((sum: number, some: number) => sum + some, 0)).toBe(small.length + demo.length);
    // A healthy log gives some commands nothing to tell.
    expect(new Set(rows.map((row: object) => Object.keys(row).join())).size).toBeLessThan(2);
  });

  test('answers an empty log with the same columns and nothing in them', async () => {
    const empty = lineFor({ ...subject, input: log([]) });
    const found = await inUtc(empty, 'json');
    // There is no such trace.
    if (name === 'show') expect(found).toMatchObject({ code: 4, stdout: '' });
    if (found.code === 4) return;
    expect(found).toMatchObject({ code: 0, stderr: '' });
    const { rows } = JSON.parse(found.stdout);
    for (const row of rows)
      expect(Object.entries(row).filter(([, value]) => typeof value === 'number' && value !== 0)).toEqual([]);
    const [header] = (await inUtc(empty, 'csv')).stdout.split('\n');
    expect(header).toMatch(/^[a-z0-9_]+(,[a-z0-9_]+)*$/);
    expect(header).toBe((await inUtc(lineFor(oddSubject), 'csv')).stdout.split('\n')[0]);
  });

  test('runs with each choice of each option of its own', async () => {
    const odd = lineFor(oddSubject);
    for (const { flags, choices = [] } of analysis?.options ?? []) {
      const [flag = ''] = /--[a-z-]+/.exec(flags) ?? [];
      for (const choice of choices) {
        const { code, stdout } = await inUtc([...odd, flag, choice], 'jsonl');
        expect({ flag, choice, code }).toEqual({ flag, choice, code: 0 });
        for (const row of stdout.split('\n').filter(Boolean)) expect(JSON.parse(row)).toBeTypeOf('object');
      }
    }
  });

  test('does not mind a log with one of everything that sums go wrong by', async () => {
    expect(await inUtc(lineFor(oddSubject), 'json')).toMatchObject({ code: 0, stderr: '' });
  });
});
