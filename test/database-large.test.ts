import { appendFileSync, closeSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { answer, folder } from './run.ts';

const scratch = folder();

/** Twenty spans to a trace: an agent, and calls of a model under it, 300 bytes each. */
function record(place: number, more: object = {}): string {
  const trace = Math.floor(place / 20);
  const isCall = place % 20 > 0;
  const call = { model: 'gpt-4o', input_tokens: 1000, output_tokens: 100 };
  const id = (number: number) => `span-${String(number).padStart(60, '0')}`;
  return `${JSON.stringify({
    ...{ trace_id: `trace-${String(trace).padStart(60, '0')}`, span_id: id(place) },
    ...(isCall ? { parent_span_id: id(trace * 20), name: 'chat', kind: 'llm', ...call } : {}),
    ...(isCall ? {} : { name: 'answer', kind: 'agent' }),
    ...{ timestamp: new Date(Date.UTC(2026, 10, 1) + place * 1000).toISOString(), status: 'ok', ...more },
  })}\n`;
}

const records = 240_000;

/** A large log with a key that one record has, far from those that are looked at first. */
function largeLog(file: string, odd: ReadonlyMap<number, object>): void {
  const log = openSync(file, 'w');
  for (let start = 0; start < records; start += 10_000) {
    const lines = Array.from({ length: 10_000 }, (_, index) => record(start + index, odd.get(start + index)));
    writeSync(log, lines.join(''));
  }
  closeSync(log);
}

const sums = `SELECT
  count(*)::INTEGER AS spans, count_if(is_call)::INTEGER AS calls, sum(cost_usd) AS cost_usd,
  count_if(stage = 'answer')::INTEGER AS steps, count(attributes)::INTEGER AS attributes, max(attributes ->> 'region') AS region,
  max(temperature) AS temperature, count(DISTINCT trace_id)::INTEGER AS traces
FROM span`;

test('a large log keeps what one record of it alone says, and takes new columns when they come', async () => {
  const [log, db] = [path.join(scratch, 'large.jsonl'), path.join(scratch, 'large.duckdb')];
  largeLog(log, new Map([[records - 4321, { region: 'eu', site: { rack: 'r1' } }]]));
  const { rows } = await answer(['import', log, '--db', db]);
  expect(rows).toMatchObject([{ status: 'new', records, spans: records, duplicates: 0, rejected: 0 }]);
  const calls = (records * 19) / 20;
  // 1,000 tokens at $2.50 and 100 at $10 per million.
  const known = { spans: records, calls, cost_usd: calls * 0.0035, steps: records, traces: records / 20 };
  const asked = ['sql', sums, '--db', db];
  expect((await answer(asked)).rows).toEqual([{ ...known, attributes: 1, region: 'eu', temperature: null }]);

  appendFileSync(log, record(records, { temperature: 0.5 }));
  expect((await answer(['import', log, '--db', db])).rows).toMatchObject([
    { status: 'appended', records: 1 },
  ]);
  const more = { ...known, spans: records + 1, steps: records + 1, traces: records / 20 + 1 };
  expect((await answer(asked)).rows).toEqual([{ ...more, attributes: 1, region: 'eu', temperature: 0.5 }]);

  const file = await DuckDBInstance.create(db, { access_mode: 'READ_ONLY' });
  const connection = await file.connect();
  const [elsewhere] = (await connection.runAndReadAll(sums)).getRowObjectsJson();
  expect(elsewhere).toMatchObject({ spans: more.spans, calls, traces: more.traces, temperature: 0.5 });
  expect(Number(elsewhere?.['cost_usd'])).toBe(known.cost_usd);
  connection.closeSync();
  file.closeSync();
});
