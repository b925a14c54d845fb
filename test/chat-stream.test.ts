import { expect, test } from 'vitest';
import { log } from './run.ts';
import { accountOf } from './sessionLogs.ts';
import { counted, spansOf } from './spansOf.ts';

const fixture = 'fixtures/chat-stream.jsonl';

test('its fixture, counted by hand: streams that take turns, an id that a server gives twice', async () => {
  expect(await spansOf(fixture, ...counted, 'stop_reason')).toEqual([
    ['call_1', null, null, null, null, null, null],
    ['call_2', null, null, null, null, null, null],
    // 176 at $2.50, 1,024 at $1.25, 40 at $10.
    ['chatcmpl-A', 176, 1024, null, 40, 0.00212, 'tool_calls'],
    // Nobody asked for its usage.
    ['chatcmpl-B', null, null, null, null, null, 'stop'],
    ['chatcmpl-548', 20, null, null, 5, null, 'stop'],
    ['chatcmpl-548/1', 30, null, null, 7, null, 'length'],
    ['gen-1793610020-x', 300, 0, null, 12, 0.00108, 'stop'],
  ]);
  expect(await accountOf(fixture)).toEqual([[18, 5, 0, 13, 0]]);
  expect(await spansOf(fixture, 'provider')).toContainEqual(['openrouter']);
});

test('the pieces of each tool that is asked for, put together', async () => {
  const columns = ['kind', 'trace_id', 'tool_name', 'arguments'];
  expect((await spansOf(fixture, ...columns)).slice(0, 3)).toEqual([
    ['tool', 'chatcmpl-A', 'get_weather', '{"city":"Bern","unit":"c"}'],
    ['tool', 'chatcmpl-A', 'get_time', '{}'],
    ['llm', 'chatcmpl-A', null, null],
  ]);
});

const chunk = { id: 'c', object: 'chat.completion.chunk', created: 1793610000, model: 'm' };
const delta = (delta: object, finish_reason: string | null = null, index = 0) => ({
  ...chunk,
  choices: [{ index, delta, finish_reason }],
});

test('a function of old; answers side by side in one stream are one call', async () => {
  const chunks = [
    delta({ role: 'assistant', function_call: { name: 'look', arguments: '' } }),
    delta({ function_call: { arguments: '{"b":' } }),
    delta({ function_call: { arguments: '1}' } }),
    delta({}, 'function_call'),
    delta({ content: 'The other choice' }, null, 1),
    delta({}, 'stop', 1),
  ];
  expect(await spansOf(chunks, 'kind', 'arguments')).toEqual([
    ['llm', null],
    ['tool', '{"b":1}'],
  ]);
});

test.each([
  ['Groq', { choices: [], x_groq: { usage: { prompt_tokens: 9, completion_tokens: 2 } } }],
  ['Moonshot', { choices: [{ index: 0, delta: {}, usage: { prompt_tokens: 9, completion_tokens: 2 } }] }],
  ['OpenAI', { choices: [], usage: { prompt_tokens: 9, completion_tokens: 2 } }],
])('the usage where %s tells it', async (_, last) => {
  const chunks = [delta({ content: 'It is' }), delta({}, 'stop'), { ...chunk, ...last }];
  expect(await spansOf(chunks, 'input_tokens', 'output_tokens')).toEqual([[9, 2]]);
});

test('a stream that breaks off with an error; one that is logged in two files is one call', async () => {
  const broken = { ...delta({ content: '' }, 'error'), error: { code: 'server_error', message: 'gone' } };
  expect(await spansOf([delta({ content: 'It' }), broken], 'status', 'error_type')).toEqual([
    ['error', 'server_error'],
  ]);
  const copies = [log([delta({}), delta({}, 'stop')]), log([delta({}), delta({}, 'stop')])];
  expect(await accountOf(...copies)).toEqual([
    [2, 1, 0, 1, 0],
    [2, 0, 1, 1, 0],
  ]);
});

test('times of whoever logged them; the wire itself has frames around each', async () => {
  const at = (seconds: number, one: object) => ({ ...one, ts: 1793610000 + seconds });
  const chunks = [at(1, delta({ content: 'It' })), at(3, delta({}, 'stop'))];
  expect(await spansOf(chunks, 'latency_ms', 'epoch(started_at)')).toEqual([[2000, 1793610001]]);
  const wire = chunks.map((one) => `data: ${JSON.stringify(one)}\n`);
  expect(await spansOf([': keep-alive', ...wire, 'data: [DONE]'], 'latency_ms')).toEqual([[2000]]);
});
