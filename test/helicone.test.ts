import { expect, test } from 'vitest';
import { answer, log } from './run.ts';
import { counted, spansOf } from './spansOf.ts';

const fixture = 'fixtures/helicone.jsonl';

test('its fixture, counted by hand', async () => {
  expect(await spansOf(fixture, ...counted)).toEqual([
    ['h-0001', 176, 1024, null, 80, 0.00252],
    // No body: of Anthropic's tokens the cached ones are beside the prompt, although the total leaves them out.
    ['h-0002', 3, 5000, 12304, 550, 0.055899],
    // Answered from Helicone's own cache.
    ['h-0003', 1200, null, null, 80, 0],
    ['h-0004', null, null, null, null, null],
    // A row of the table: its columns are disjoint, its dollars in billionths.
    ['h-0005', 876, 1024, 0, 1944, 0.0097988],
  ]);
  expect((await answer(['top', fixture])).totals).toMatchObject({ calls: 5, errors: 1, cost_usd: 0.0682178 });
});

test('sessions, users and properties', async () => {
  expect(
    await spansOf(
      fixture,
      'trace_id',
      'session_id',
      'name',
      'user_id',
      'feature',
      'environment',
      'error_type',
    ),
  ).toEqual([
    ['s-204', 's-204', '/chat/plan', 'u-17', 'chat', 'production', null],
    ['s-204', 's-204', '/chat/answer', 'u-17', 'chat', 'production', null],
    ['h-0003', null, '/v1/chat/completions', null, null, null, null],
    ['h-0004', null, '/v1/chat/completions', 'u-8', null, null, 'rate_limit_exceeded'],
    ['h-0005', null, null, 'u-8', null, 'staging', null],
  ]);
});

test('a tool that an answer asks for is a span beside it', async () => {
  const call = { id: 'call_1', type: 'function', function: { name: 'look', arguments: '{"b": 1, "a": 2}' } };
  const request = {
    ...{ request_id: 'h-1', request_created_at: '2026-11-03T09:00:00Z', response_status: 200, delay_ms: 900 },
    ...{
      provider: 'OPENAI',
      response_model: 'gpt-4o',
      prompt_tokens: 100,
      completion_tokens: 10,
      costUSD: 0.1,
    },
    response_body: { choices: [{ message: { role: 'assistant', tool_calls: [call] } }] },
  };
  const columns = ['kind', 'trace_id', 'span_id', 'name', 'arguments', 'input_tokens', 'cost_usd', 'status'];
  expect(await spansOf([request], ...columns)).toEqual([
    ['tool', 'h-1', 'call_1', 'look', '{"a":2,"b":1}', null, null, null],
    ['llm', 'h-1', 'h-1', null, null, 100, 0.1, 'ok'],
  ]);
  expect(
    (await answer(['sql', 'SELECT arguments FROM span', log([request, request])])).meta.inputs,
  ).toMatchObject([{ records: 2, spans: 1, duplicates: 1 }]);
});
