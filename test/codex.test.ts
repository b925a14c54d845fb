import { describe, expect, test } from 'vitest';
import { codex } from '../src/dialects/codex.ts';
import { loggedLines } from './logged.ts';
import { log } from './run.ts';
import { accountOf, spansOf, totalOf } from './sessionLogs.ts';

const sessions = 'fixtures/codex';
const main = '019e0a11-7c10-7d22-9b01-4f6a2c8d1e01';
const child = '019e0a12-90aa-7f31-8c44-0b7d5e3a9f02';

type Counts = readonly [input: number, cached: number, output: number, reasoning: number];

const usage = ([input, cached, output, reasoning]: Counts) => ({
  ...{ input_tokens: input, cached_input_tokens: cached, output_tokens: output },
  ...{ reasoning_output_tokens: reasoning, total_tokens: input + output },
});

/** Seconds into a minute of one day. */
const at = (seconds: number) => new Date(Date.UTC(2026, 4, 1, 10, 0, 0, seconds * 1000)).toISOString();

const count = (seconds: number, total?: Counts, last?: Counts) => ({
  timestamp: at(seconds),
  type: 'event_msg',
  payload: {
    type: 'token_count',
    info: {
      ...(total && { total_token_usage: usage(total) }),
      ...(last && { last_token_usage: usage(last) }),
    },
  },
});

const context = (seconds: number, model = 'gpt-5') => ({
  ...{ timestamp: at(seconds), type: 'turn_context', payload: { model } },
});

const meta = (seconds: number, id: string, more: object = {}) => ({
  ...{ timestamp: at(seconds), type: 'session_meta', payload: { id, cli_version: '0.128.0', ...more } },
});

const one: Counts = [100, 10, 5, 1];
const two: Counts = [200, 40, 10, 0];
const both: Counts = [300, 50, 15, 1];
const three: Counts = [50, 10, 5, 0];
const all: Counts = [350, 60, 20, 1];

/** Input that was not cached, cached input, output. */
async function sum(...logs: readonly (readonly object[])[]) {
  const { calls, uncached_input_tokens, cache_read_tokens, output_tokens } = await totalOf(
    ...logs.map((records) => log(records)),
  );
  return [calls, uncached_input_tokens, cache_read_tokens, output_tokens];
}

describe('the fixture', () => {
  test('is a session with its turns, its calls and its tools, and a sub-agent below it', async () => {
    const columns =
      'coalesce(agent, $$main$$), name, kind, model, input_tokens, cache_read_tokens, output_tokens';
    expect(await spansOf(columns, sessions)).toEqual([
      // Of July 2025, without times but its own.
      ['main', 'session', 'agent', null, null, null, null],
      ['main', 'session', 'agent', null, null, null, null],
      ['main', 'turn', 'agent', null, null, null, null],
      ['main', 'exec_command', 'tool', null, null, null, null],
      ['main', 'assistant', 'llm', 'gpt-5.2-codex', 16341, 3584, 181],
      ['main', 'apply_patch', 'tool', null, null, null, null],
      ['main', 'assistant', 'llm', 'gpt-5.2-codex', 17210, 16256, 96],
      ['main', 'assistant', 'llm', 'gpt-5.2-codex', 18022, 17152, 240],
      ['main', 'turn', 'agent', null, null, null, null],
      ['main', 'web_search', 'tool', null, null, null, null],
      ['main', 'stream_error', 'other', null, null, null, null],
      ['main', 'assistant', 'llm', 'gpt-5.2', 19000, 18000, 60],
      ['Kepler', 'session', 'agent', null, null, null, null],
      ['Kepler', 'turn', 'agent', null, null, null, null],
      ['Kepler', 'exec_command', 'tool', null, null, null, null],
      ['Kepler', 'assistant', 'llm', 'gpt-5.1-codex-mini', 9100, 0, 45],
      ['Kepler', 'assistant', 'llm', 'gpt-5.1-codex-mini', 9300, 9000, 120],
      ['main', 'shell', 'tool', null, null, null, null],
    ]);
  });

  test('counts what the session and its sub-agent used, each once', async () => {
    expect(await totalOf(sessions)).toEqual({
      calls: 6,
      uncached_input_tokens: 16341 - 3584 + (17210 - 16256) + (18022 - 17152) + 1000 + 9100 + 300,
      cache_read_tokens: 3584 + 16256 + 17152 + 18000 + 9000,
      cache_write_tokens: null,
      output_tokens: 181 + 96 + 240 + 60 + 45 + 120,
    });
  });

  test('accounts for every record: the ends of turns are copies of them, repeats and replays are other', async () => {
    expect(await accountOf(sessions)).toEqual([
      [8, 2, 0, 6, 0],
      [25, 11, 2, 12, 0],
      [12, 5, 1, 6, 0],
    ]);
  });

  test('knows how long turns and tools took, which tool failed and what ended a turn', async () => {
    const columns = 'name, latency_ms, ttft_ms, is_error, stop_reason';
    const rows = await spansOf(
      columns,
      `${sessions}/sessions/2026/05/04/rollout-2026-05-04T09-00-00-${main}.jsonl`,
    );
    expect(rows.filter(([name]) => name !== 'assistant')).toEqual([
      ['session', null, null, null, null],
      ['turn', 19590, 3200, null, null],
      ['exec_command', 6400, null, true, null],
      ['apply_patch', 200, null, false, null],
      ['turn', 9100, null, null, 'interrupted'],
      ['web_search', null, null, null, null],
      ['stream_error', null, null, null, null],
    ]);
  });

  test('puts a sub-agent into the trace of the session that spawned it', async () => {
    const rows = await spansOf('span_id, parent_span_id, trace_id', sessions);
    expect(rows.find(([id]) => id === child)).toEqual([child, main, main]);
  });
});

describe('a counter', () => {
  const start = [meta(0, 'a'), context(0.1)];

  test('that is told again with new rate limits adds nothing', async () => {
    expect(await sum([...start, count(1, one, one), count(2, one, one), count(3, both, two)])).toEqual([
      ...[2, 250, 50, 15],
    ]);
  });

  test('without the usage of the call is what it has grown by', async () => {
    expect(await sum([...start, count(1, one), count(2, both), count(3, both)])).toEqual([2, 250, 50, 15]);
  });

  test('that has fallen began again', async () => {
    expect(await sum([...start, count(1, both), count(2, one)])).toEqual([2, 340, 60, 20]);
  });

  test('is not believed where it tells the usage of the call too', async () => {
    expect(await sum([...start, count(1, one, one), count(2, both, [999, 0, 9, 0])])).toEqual([
      2, 1089, 10, 14,
    ]);
  });

  test('without a total is copied when time and usage are the same', async () => {
    const records = [...start, count(1, undefined, one), count(2, undefined, one), count(2, undefined, one)];
    expect(await sum(records)).toEqual([2, 180, 20, 10]);
  });

  test('that says nothing, or zero, is no call', async () => {
    const empty = { timestamp: at(4), type: 'event_msg', payload: { type: 'token_count', info: null } };
    const zero = count(5, [0, 0, 0, 0], [0, 0, 0, 0]);
    expect(await sum([...start, empty, zero, count(6, one, one)])).toEqual([1, 90, 10, 5]);
  });

  test('has cache writes inside its input', async () => {
    const written = { ...usage(one), cache_write_input_tokens: 30 };
    const record = {
      timestamp: at(1),
      type: 'event_msg',
      payload: { type: 'token_count', info: { last_token_usage: written } },
    };
    expect(await totalOf(log([context(0, 'gpt-5.6'), record]))).toMatchObject({
      ...{ uncached_input_tokens: 60, cache_read_tokens: 10, cache_write_tokens: 30 },
    });
  });

  test('holds its reasoning in the output, whatever its total is', async () => {
    const record = count(1, undefined, one);
    record.payload.info = { last_token_usage: { ...usage([1000, 250, 125, 75]), total_tokens: 1200 } };
    expect(await sum([...start, record])).toEqual([1, 750, 250, 125]);
  });
});

describe('a replay', () => {
  const spawned = { source: { subagent: { thread_spawn: { parent_thread_id: 'a', depth: 1 } } } };
  const opening = (first: number, second: number) => [count(first, one, one), count(second, both, two)];
  const own = count(20, all, three);

  test.each([
    [
      'of a fork',
      [meta(10, 'c', { forked_from_id: 'a' }), meta(10, 'a'), context(10), ...opening(10.1, 10.2), own],
    ],
    ['of a sub-agent', [meta(10, 'c', spawned), context(10), ...opening(10.1, 10.2), own]],
    ['that takes more than a second', [meta(10, 'c', spawned), context(10), ...opening(10.9, 11.8), own]],
    ['that comes late', [meta(10, 'c', spawned), context(10), ...opening(15, 15.1), own]],
    ['of a single call', [meta(10, 'c', spawned), context(10), count(10.1, both, both), own]],
  ])('%s is the usage of the session that it comes from', async (_, records) => {
    expect(await sum(records)).toEqual([1, 40, 10, 5]);
  });

  test('is none where calls are seconds apart, or where nothing was forked', async () => {
    expect(await sum([meta(10, 'c', spawned), context(10), ...opening(12, 16)])).toEqual([2, 250, 50, 15]);
    expect(await sum([meta(10, 'c'), context(10), ...opening(10.1, 10.2)])).toEqual([2, 250, 50, 15]);
  });

  test('with the times of the original is a copy of it', async () => {
    const session = [meta(0, 'a'), context(0), ...opening(1, 2)];
    expect(await sum(session, [...session, own])).toEqual([3, 290, 60, 20]);
  });
});

describe('the model', () => {
  test('is that of the turn', async () => {
    const records = [context(0), count(1, one, one), context(2, 'gpt-5-codex'), count(3, both, two)];
    expect(await spansOf('model, input_tokens', log(records))).toEqual([
      ['gpt-5', 100],
      ['gpt-5-codex', 200],
    ]);
  });

  test('is unknown, and the call unpriced, in the builds that did not log it', async () => {
    expect(await spansOf('model, cost_usd', log([count(1, one, one)]))).toEqual([[null, null]]);
  });
});

test('a line that SQL cannot read leaves the order of its file as it was', async () => {
  const cut = JSON.stringify(context(2, 'gpt-5-codex')).replace('gpt-5-codex', 'gpt-5-codex","x":"\\ud83d');
  const records = [meta(0, 'a'), context(0), count(1, one, one), cut, count(3, both, two)];
  expect(await spansOf('model, input_tokens', log(records))).toEqual([
    [null, null],
    ['gpt-5', 100],
    ['gpt-5-codex', 200],
  ]);
});

test('a turn whose usage stands in its end alone is counted by it', async () => {
  const ended = (seconds: number, input: number) => ({
    ...{ timestamp: at(seconds), type: 'event_msg' },
    payload: {
      type: 'turn.completed',
      usage: { input_tokens: input, cached_input_tokens: 380, output_tokens: 910 },
    },
  });
  expect(await sum([meta(0, 'a'), ended(5, 1420), ended(15, 2840)])).toEqual([2, 1040 + 2460, 760, 1820]);
  expect(await sum([context(0), ended(5, 1420), count(6, one, one)])).toEqual([1, 90, 10, 5]);
});

test('a record of a later version is other, and its type is not known', async () => {
  const rows = await loggedLines(codex, [
    '{"timestamp":"2026-05-01T10:00:00Z","ordinal":7,"type":"novelty","payload":{"type":"x"}}',
    '{"timestamp":"2026-05-01T10:00:00Z","type":"novelty","payload":{"type":"x"}}',
  ]);
  expect(rows.map((row) => row['record_type'])).toEqual(['novelty', null]);
  expect(codex.others).not.toContain('novelty');
});
