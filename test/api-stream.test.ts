import { expect, test } from 'vitest';
import { log } from './run.ts';
import { accountOf } from './sessionLogs.ts';
import { spansOf } from './spansOf.ts';

const tokens = ['span_id', 'uncached_input_tokens', 'cache_read_tokens', 'output_tokens'];

test('streams of one file, told apart by their request: each message is a call, counted by its end', async () => {
  const columns = [...tokens, 'is_output_placeholder', 'status', 'stop_reason', 'latency_ms', 'ttft_ms'];
  expect(await spansOf('fixtures/api-stream.jsonl', ...columns)).toEqual([
    ['msg_1', 25, null, 11, false, 'ok', 'end_turn', 2001, 700],
    ['msg_2', 50, null, 22, false, 'ok', 'max_tokens', 2500, 2000],
    ['toolu_01', null, null, null, null, null, null, null, null],
    ['msg_3', 70, null, 1, true, 'error', null, null, null],
    // Cut off: the first count of the output is a lower bound.
    ['msg_4', 90, null, 4, true, null, null, null, null],
  ]);
  expect(await accountOf('fixtures/api-stream.jsonl')).toEqual([[14, 5, 3, 6, 0]]);
});

test('a tool that is asked for is a span; what it is given comes piece by piece', async () => {
  const columns = ['kind', 'trace_id', 'tool_name', 'arguments', 'error_type'];
  const rows = await spansOf('fixtures/api-stream.jsonl', ...columns);
  expect(rows[2]).toEqual(['tool', 'msg_2', 'get_weather', '{"city":"Bern","unit":"c"}', null]);
  expect(rows[3]).toEqual(['llm', 'msg_3', null, null, 'overloaded_error']);
});

test('as it came over the wire, with frames around it; the prompt is revised at the end', async () => {
  expect(await spansOf('fixtures/api-stream-sse.log', ...tokens)).toEqual([
    ['msg_01A', 10_682, 1000, 89],
    ['msg_01B', 7, null, 12],
  ]);
  expect(await accountOf('fixtures/api-stream-sse.log')).toEqual([[10, 2, 2, 6, 0]]);
});

test('a failure before any message is a call that failed', async () => {
  const failure = { type: 'error', error: { type: 'rate_limit_error', message: 'slow down' } };
  expect(await spansOf([failure], 'kind', 'status', 'error_type')).toEqual([
    ['llm', 'error', 'rate_limit_error'],
  ]);
});

test('the Responses API ends its stream with the whole answer', async () => {
  const answer = { id: 'resp_1', object: 'response', created_at: 1793610003, model: 'gpt-5' };
  const usage = { input_tokens: 100, input_tokens_details: { cached_tokens: 64 }, output_tokens: 10 };
  const events = [
    {
      type: 'response.created',
      sequence_number: 0,
      response: { ...answer, status: 'in_progress', usage: null },
    },
    { type: 'response.output_text.delta', sequence_number: 1, item_id: 'm', delta: 'It is' },
    { type: 'response.completed', sequence_number: 2, response: { ...answer, status: 'completed', usage } },
  ];
  expect(await spansOf(events, ...tokens)).toEqual([['resp_1', 36, 64, 10]]);
  expect(await accountOf(log(events))).toEqual([[3, 1, 0, 2, 0]]);
});
