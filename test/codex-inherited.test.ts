import { describe, expect, test } from 'vitest';
import { log } from './run.ts';
import { accountOf, spansOf, totalOf } from './sessionLogs.ts';

/** Rollouts of 2026: records are numbered, responses tell their usage themselves, sub-agents are given their parent's history. */

type Counts = readonly [input: number, cached: number, output: number];

const usage = ([input, cached, output]: Counts) => ({
  ...{ input_tokens: input, cached_input_tokens: cached, cache_write_input_tokens: 0, output_tokens: output },
  ...{ reasoning_output_tokens: 0, total_tokens: input + output },
});

/** Seconds into a minute of one day. */
const at = (seconds: number) => new Date(Date.UTC(2026, 8, 1, 10, 0, 0, seconds * 1000)).toISOString();

const event = (seconds: number, type: string, payload: object) => ({ timestamp: at(seconds), type, payload });
const meta = (seconds: number, id: string, more: object = {}) =>
  event(seconds, 'session_meta', { id, timestamp: at(seconds), cli_version: '0.154.0', ...more });
const context = (seconds: number) => event(seconds, 'turn_context', { model: 'gpt-5' });
const response = (seconds: number, thread_id: string, response_id: string, own: Counts, thread: Counts) =>
  event(seconds, 'token_usage_record', {
    ...{ session_id: 'parent', thread_id, turn_id: 't', root_turn_id: 't', response_id },
    ...{ usage: usage(own), turn_token_usage: usage(own), thread_token_usage: usage(thread) },
  });
const count = (seconds: number, total: Counts, last: Counts) =>
  event(seconds, 'event_msg', {
    type: 'token_count',
    info: { total_token_usage: usage(total), last_token_usage: usage(last) },
  });
const call = (seconds: number, call_id: string) =>
  event(seconds, 'response_item', { type: 'function_call', name: 'shell', arguments: '{}', call_id });

/** Each record with its place in the rollout. */
const numbered = (records: readonly object[], from = 0) =>
  records.map((record, index) => ({ ordinal: from + index, ...record }));

const one: Counts = [100, 10, 5];
const two: Counts = [200, 40, 10];
const both: Counts = [300, 50, 15];
const three: Counts = [50, 10, 5];
const none: Counts = [0, 0, 0];

/** Calls, input that was not cached, cached input, output. */
async function sum(...logs: readonly (readonly object[])[]) {
  const { calls, uncached_input_tokens, cache_read_tokens, output_tokens } = await totalOf(
    ...logs.map((records) => log(records)),
  );
  return [calls, uncached_input_tokens, cache_read_tokens, output_tokens];
}

describe('the usage of a response', () => {
  const session = numbered([
    meta(0, 'parent'),
    context(1),
    response(10, 'parent', 'resp_1', one, one),
    count(10.1, one, one),
    response(20, 'parent', 'resp_2', two, both),
    count(20.1, both, two),
    // A compaction is a response that the counters leave out.
    response(30, 'parent', 'resp_3', three, [350, 60, 20]),
    count(30.1, both, none),
  ]);

  test('is told by a record of its own, and again by the counters', async () => {
    expect(await sum(session)).toEqual([3, 90 + 160 + 40, 60, 20]);
    expect(await spansOf('request_id, model', log(session))).toEqual([
      [null, null],
      ['resp_1', 'gpt-5'],
      ['resp_2', 'gpt-5'],
      ['resp_3', 'gpt-5'],
    ]);
    expect(await accountOf(log(session))).toEqual([[8, 4, 0, 4, 0]]);
  });

  test('is told by the counters alone where an older version wrote, before or after', async () => {
    const older = [meta(0, 'parent'), context(1), count(5, one, one)];
    const newer = [response(10, 'parent', 'resp_2', two, both), count(10.1, both, two)];
    expect(await sum([...older, ...newer])).toEqual([2, 90 + 160, 50, 15]);
    expect(await sum([...older, ...newer, count(20, [350, 60, 20], three)])).toEqual([
      ...[3, 90 + 160 + 40, 60, 20],
    ]);
  });

  test('counts once where two files hold it', async () => {
    expect(await sum(session, session)).toEqual([3, 90 + 160 + 40, 60, 20]);
  });
});

describe('what a sub-agent is given of its parent', () => {
  const parent = [meta(0, 'parent'), context(1), call(5, 'call_0123456789abcdef'), count(10, one, one)];
  const spawned = { source: { subagent: { thread_spawn: { parent_thread_id: 'parent' } } } };

  test('with the times that it had, over minutes: never its own, with the parent there or not', async () => {
    const child = [
      meta(300, 'child', spawned),
      ...parent,
      count(200, both, two),
      context(301),
      count(310, [350, 60, 20], three),
    ];
    expect(await sum(child)).toEqual([1, 40, 10, 5]);
    expect(await sum([...parent, count(200, both, two)], child)).toEqual([3, 90 + 160 + 40, 60, 20]);
    expect(await spansOf('name, agent', log(child))).toEqual([
      ['session', 'subagent'],
      ['assistant', 'subagent'],
    ]);
  });

  test('behind which its own history begins, by the number of the record', async () => {
    const child = numbered([
      meta(300, 'child', { parent_thread_id: 'parent', subagent_history_start_ordinal: 5 }),
      meta(301, 'parent'),
      call(302, 'call_0123456789abcdef'),
      count(303, one, one),
      count(306, both, two),
      context(307),
      // At once behind it, and yet its own.
      count(307.1, [350, 60, 20], three),
    ]);
    expect(await sum(child)).toEqual([1, 40, 10, 5]);
    expect(await accountOf(log(child))).toEqual([[7, 2, 0, 5, 0]]);
  });

  test('as usage of another thread', async () => {
    const child = [
      meta(300, 'child', { forked_from_id: 'parent' }),
      response(301, 'parent', 'resp_1', one, one),
      response(320, 'child', 'resp_2', two, two),
    ];
    expect(await sum(child)).toEqual([1, 160, 40, 10]);
  });

  test('nothing at all: its counters start from zero', async () => {
    const child = [
      meta(300, 'child', { forked_from_id: 'parent', parent_thread_id: 'parent' }),
      context(301),
      count(309, one, one),
      count(318, both, two),
    ];
    expect(await sum(child)).toEqual([2, 90 + 160, 50, 15]);
  });
});

test('counters beyond 32 bits', async () => {
  const much: Counts = [5_000_000_000, 4_900_000_000, 10];
  const more: Counts = [5_000_000_100, 4_900_000_010, 15];
  expect(await sum([meta(0, 's'), context(1), count(5, much, one), count(9, more, one)])).toEqual([
    ...[2, 180, 20, 10],
  ]);
});

test('a tool whose result is a list of parts, and says that it failed', async () => {
  const output = [{ type: 'input_text', text: 'Script failed\nWall time 0.1 seconds\nOutput:\n' }];
  const result = event(6, 'response_item', { type: 'function_call_output', call_id: 'call_1', output });
  expect(await spansOf('name, is_error', log([meta(0, 's'), call(5, 'call_1'), result]))).toEqual([
    ['session', null],
    ['shell', true],
  ]);
});
