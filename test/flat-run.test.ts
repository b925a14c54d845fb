import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { flat } from '../src/dialects/flat.ts';
import { flatRun } from '../src/dialects/flat-run.ts';
import type { Row } from '../src/report/report.ts';
import { logged } from './logged.ts';
import { spansOf } from './spansOf.ts';

const fixture: object[] = readFileSync(new URL('../fixtures/flat-run.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

const read = (records: readonly object[]): Promise<Row[]> =>
  logged(flatRun, records, { columns: new Set(['attributes']), map: {} });

const pick = (rows: readonly Row[], ...keys: string[]) =>
  rows.map((row) => keys.map((key) => row[key] ?? null));

describe('an interaction with turns and tool calls', () => {
  test('is a root with the totals and a child for each part, in the order of their numbers', async () => {
    const rows = await read(fixture.slice(0, 1));
    const root = String(rows[0]?.['span_id']);
    expect(root).toMatch(/^run-[0-9a-f]{16}$/);
    expect(pick(rows, 'span_id', 'parent_span_id', 'kind', 'name')).toEqual([
      [root, null, 'agent', 'chat'],
      [`${root}#turn-1`, root, 'llm', 'turn'],
      [`${root}#turn-2`, root, 'llm', 'turn'],
      [`${root}#tool-1`, root, 'tool', 'search'],
    ]);
    expect(pick(rows, 'input_tokens', 'output_tokens', 'latency_ms', 'stop_reason')).toEqual([
      [4150, 335, 5710, null],
      [1800, 95, 2200, 'tool_use'],
      [2350, 240, 3100, 'end_turn'],
      [null, null, 410, null],
    ]);
    expect(rows[0]).toMatchObject({
      reported_cost_usd: '0.000000000000',
      attributes: { project: 'helpdesk' },
    });
    expect(rows[3]).toMatchObject({
      tool_name: 'search',
      arguments: '{"q":"refund policy"}',
      session_id: 's-1',
    });
    expect(pick(rows, 'started_at')).toEqual([
      ['2026-11-01T10:00:00.000Z'],
      ['2026-11-01T10:00:00.000001Z'],
      ['2026-11-01T10:00:00.000003Z'],
      ['2026-11-01T10:00:00.000002Z'],
    ]);
  });

  test('counts as one record', async () => {
    const rows = await read(fixture);
    expect(rows.filter((row) => row['is_first'] === true)).toHaveLength(3);
    expect(rows).toHaveLength(4 + 3 + 3);
  });

  test('its parts are known by the id of the run, where it has one', async () => {
    const run = { trace_id: 't', request_id: 'r', turns: [{ model: 'm', input_tokens: 1, id: 'msg' }] };
    expect(pick(await read([run]), 'call_id', 'span_id', 'request_id')).toEqual([
      ['t r', 'r', 'r'],
      ['t r#turn-1', 'r#turn-1', null],
    ]);
  });
});

test('the steps of an agent run, one of which failed', async () => {
  const rows = await read(fixture.slice(1, 2));
  expect(pick(rows, 'kind', 'name', 'status', 'error_type', 'tool_name', 'arguments')).toEqual([
    ['agent', null, 'error', 'MaxStepsExceeded', null, null],
    ['other', 'plan', null, null, null, null],
    ['tool', 'fetch', 'error', 'Timeout', 'fetch', '{"url":"https://example.org/a"}'],
  ]);
});

test('a call with the tools it used keeps its own time, and they theirs', async () => {
  const rows = await read(fixture.slice(2));
  expect(pick(rows, 'kind', 'name', 'model', 'input_tokens', 'started_at')).toEqual([
    ['llm', null, 'gpt-4o', 950, '2026-11-01T10:01:40.000Z'],
    ['tool', 'read_file', null, null, '2026-11-01T10:01:41.000Z'],
    ['tool', 'read_file', null, null, '2026-11-01T10:01:42.000Z'],
  ]);
});

test("the tool calls of OpenAI's messages", async () => {
  const call = { id: 'call_1', type: 'function', function: { name: 'search', arguments: '{"q":1}' } };
  const rows = await read([{ model: 'gpt-4o', prompt_tokens: 9, tool_calls: [call] }]);
  expect(pick(rows, 'kind', 'tool_name', 'arguments')).toEqual([
    ['llm', null, null],
    ['tool', 'search', '{"q":1}'],
  ]);
});

test('the SELECT takes exactly the records that the schema accepts', async () => {
  const records = [
    ...fixture,
    { hello: 1 },
    { model: 'm', input_tokens: 1 },
    { trace_id: 't', name: 'n', steps: [] },
    { trace_id: 't', name: 'n', steps: ['plan', 'act'] },
    { trace_id: 't', name: 'n', steps: 'many' },
    { steps: [{ a: 1 }] },
    { model: 'm', turns: null, tool_calls: [{ name: 'x' }] },
    { model: 'm', turns: ['x'], toolCalls: [{ name: 'x' }, 'y'] },
  ];
  const accepted = records.filter((record) => flatRun.record.safeParse(record).success);
  const rows = (await read(records)).filter((row) => row['is_first'] === true);
  const taken = records.filter((_, index) => rows[index]?.['record_type'] === 'span');
  expect(taken).toEqual(accepted);
  expect(accepted).toHaveLength(5);
});

test('a record without parts is one span of the flat dialect', () => {
  expect(flat.record.safeParse({ trace_id: 't', name: 'n', steps: ['plan'] }).success).toBe(true);
});

test('among many calls without parts keeps its own; so does a record of another dialect', async () => {
  const call = { model: 'gpt-4o', prompt_tokens: 5, completion_tokens: 1 };
  const calls = [1, 2, 3, 4, 5].map((second) => ({ ...call, timestamp: `2026-11-03T09:00:0${second}Z` }));
  const tools = [{ tool: 'grep' }, { tool: 'read' }];
  const run = { ...call, trace_id: 't', timestamp: '2026-11-03T09:00:06Z', toolCalls: tools };
  const paid = { call_type: 'completion', startTime: 1793696407, prompt_tokens: 100, model: 'gpt-4o' };
  const cached = { usage: { prompt_tokens_details: { cached_tokens: 64 } } };
  const logged = { ...paid, request_id: 'r', custom_llm_provider: 'openai', response: cached };
  expect((await spansOf([...calls, run], 'kind', 'tool_name')).slice(5)).toEqual([
    ['llm', null],
    ['tool', 'grep'],
    ['tool', 'read'],
  ]);
  expect((await spansOf([...calls, logged], 'dialect', 'cache_read_tokens')).slice(4)).toEqual([
    ['flat', null],
    ['litellm', 64],
  ]);
});
