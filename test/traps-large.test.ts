import { appendFileSync, copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { answer, folder, type Input } from './run.ts';

/** Logs that are read in another way because they are large: what comes late counts as what comes first. */

const directory = folder();
const lines = 25_000;
const prompt = 'Lorem ipsum dolor sit amet, '.repeat(52);

/** 38 MB: large enough to land without the columns that its first rows have nothing in. */
const large = path.join(directory, 'large.jsonl');
writeFileSync(
  large,
  Array.from({ length: lines }, (_, index) => `${JSON.stringify(call(index))}\n`).join(''),
);

/** 1,000 × $2.5 + 100 × $10 per million: $0.0035. */
function call(index: number) {
  return {
    ...{ trace_id: `t${index % 100}`, span_id: `s${index}`, timestamp: 1793610000 + index },
    ...{ model: 'gpt-4o', input_tokens: 1000, output_tokens: 100, prompt },
  };
}

/** The large log with something after it. */
function with_(name: string, ...more: readonly (object | string)[]): string {
  const file = path.join(directory, `${name}.jsonl`);
  copyFileSync(large, file);
  appendFileSync(
    file,
    more.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''),
  );
  return file;
}

/** Lines enough that no look at the end of the file shows what stands before them. */
const tail = Array.from({ length: 100 }, (_, index) => call(lines + 1 + index));

const counted = async (file: string) => {
  const { totals, notes, meta } = await answer(['top', file]);
  const { records, spans, duplicates, rejected } = meta.inputs[0] as Input;
  return { totals, notes, inputs: { records, spans, duplicates, rejected } };
};

const base = {
  ...{ calls: 25_101, input_tokens: 25_101_000, output_tokens: 2_510_100, cost_usd: 87.8535 },
  ...{ cache_read_tokens: null, reasoning_tokens: null, errors: 0, unpriced_calls: 0 },
};
const allSpans = { records: 25_101, spans: 25_101, duplicates: 0, rejected: 0 };

describe('in a large log a value that is first seen late counts:', () => {
  const late = call(lines);
  test.each<[string, object, object]>([
    ['nothing', late, {}],
    ['reasoning', { ...late, reasoning_tokens: 40 }, { reasoning_tokens: 40 }],
    [
      'a cost, a cache read and an error',
      { ...late, cost_usd: 1.5, cached_tokens: 400, error: 'overloaded' },
      { cost_usd: 89.35, cache_read_tokens: 400, errors: 1 },
    ],
  ])('%s', async (name, record, changes) => {
    const { totals, inputs } = await counted(with_(name.replaceAll(/\W+/g, '-'), record, ...tail));
    expect(inputs).toEqual(allSpans);
    expect(totals).toMatchObject({ ...base, ...changes });
  });

  test('a column that only a filter asks for', async () => {
    const file = with_('feature', { ...late, feature: 'late', user_id: 'u' }, ...tail);
    const { totals } = await answer(['top', '--feature', 'late', '--where', "user_id = 'u'", file]);
    // Of all calls in its trace: what one span of a trace says of the user holds for all.
    expect(totals).toMatchObject({ calls: 252, cost_usd: 0.882 });
  });

  test('a bad line, and what only a second reading can read', async () => {
    const prefixed = `INFO:agent:${JSON.stringify({ ...late, reasoning_tokens: 40 })}`;
    const file = with_('bad', '{"trace_id": "cut', ...tail.slice(0, 50), prefixed, ...tail.slice(50));
    const { totals, notes, inputs } = await counted(file);
    expect(inputs).toEqual({ records: 25_102, spans: 25_101, duplicates: 0, rejected: 1 });
    expect(totals).toMatchObject({ ...base, reasoning_tokens: 40 });
    expect(notes.join('\n')).toContain(`bad.jsonl:${lines + 1}: `);
  });

  test('one record beyond 16 MiB, and one of 40', async () => {
    const huge = { ...late, prompt: 'x'.repeat(17 << 20), reasoning_tokens: 40 };
    const larger = { ...call(lines + 500), prompt: 'y'.repeat(40 << 20), cost_usd: 1 };
    const { totals, inputs } = await counted(with_('huge', huge, ...tail, larger));
    expect(inputs).toEqual({ ...allSpans, records: 25_102, spans: 25_102 });
    expect(totals).toMatchObject({ reasoning_tokens: 40, cost_usd: 88.8535, calls: 25_102 });
  });
});

test('one line of 50 MB in a small log is read', async () => {
  const file = path.join(directory, 'one.jsonl');
  writeFileSync(
    file,
    `${JSON.stringify(call(1))}\n${JSON.stringify({ ...call(2), prompt: 'z'.repeat(50_000_000) })}\n`,
  );
  const { totals, inputs } = await counted(file);
  expect(inputs).toEqual({ records: 2, spans: 2, duplicates: 0, rejected: 0 });
  expect(totals).toMatchObject({ calls: 2, cost_usd: 0.007 });
});
