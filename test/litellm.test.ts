import { describe, expect, test } from 'vitest';
import { answer, file } from './run.ts';
import { counted, spansOf } from './spansOf.ts';

const fixture = 'fixtures/litellm.jsonl';

const payload = {
  id: 'c',
  call_type: 'acompletion',
  status: 'success',
  custom_llm_provider: 'anthropic',
  model: 'claude-3-7-sonnet-20250219',
  startTime: 1793610000.25,
  endTime: 1793610002.25,
};

test('each attempt is a call of its own in the trace of its request', async () => {
  expect(
    await spansOf(fixture, 'trace_id', 'kind', 'status', 'error_type', 'provider', 'latency_ms'),
  ).toEqual([
    ['req-100', 'llm', 'error', 'RateLimitError', 'azure', 1000],
    ['req-100', 'llm', 'error', 'Timeout', 'azure', 500],
    ['req-100', 'llm', 'ok', null, 'anthropic', 8000],
    ['req-101', 'llm', 'ok', null, 'anthropic', 4000],
    ['req-102', 'llm', 'ok', null, 'openai', 50],
    ['run-7', 'embedding', 'ok', null, 'openai', 400],
    ['run-7', 'llm', 'ok', null, 'anthropic', 2500],
    ['run-7', 'tool', 'error', 'ToolError', null, 400],
  ]);
  const { totals } = await answer(['top', fixture]);
  // What LiteLLM says that they cost: 0.0544 + 0.048 + 0.0000026 + 0.0031575, and nothing for what failed or was cached.
  expect(totals).toMatchObject({ calls: 7, traces: 4, errors: 2, cost_usd: 0.1055601 });
});

test('tokens, whatever the version added to the prompt', async () => {
  const rows = await spansOf(fixture, ...counted);
  expect(rows.slice(2)).toEqual([
    // litellm#9812: the writes are a part of the 12,307, not billed again.
    ['chatcmpl-aa01', 3, 0, 12304, 550, 0.0544],
    // Reads were added to the 7, writes were not.
    ['chatcmpl-aa02', 7, 9000, 10000, 500, 0.048],
    // Answered from LiteLLM's own cache: the tokens are told, nothing is paid.
    ['chatcmpl-aa02_cache_hit1793610030.0', 1200, null, null, 80, 0],
    ['chatcmpl-bb01', 130, null, null, 0, 0.0000026],
    ['msg_01Bc', 261, 5750, 0, 50, 0.0031575],
    ['mcp-1#1793610123000000', null, null, null, null, null],
  ]);
  const computed = await answer(['top', '--cost', 'computed', '--group', 'call', '--all', fixture]);
  const costs = Object.fromEntries(computed.rows.map(({ key, cost_usd }) => [String(key), cost_usd]));
  expect(costs).toMatchObject({ 'chatcmpl-aa01': 0.054399, 'chatcmpl-aa02_cache_hit1793610030.0': 0 });
});

test('nothing was added to the prompt: cached tokens beyond it stand beside it', async () => {
  const usage = {
    prompt_tokens: 3,
    completion_tokens: 12,
    total_tokens: 15,
    cache_read_input_tokens: 13216,
    cache_creation_input_tokens: 25,
  };
  const native = {
    input_tokens: 3,
    output_tokens: 12,
    cache_read_input_tokens: 13216,
    cache_creation_input_tokens: 25,
  };
  const rows = await spansOf(
    [
      { ...payload, id: 'a', prompt_tokens: 3, completion_tokens: 12, total_tokens: 15, response: { usage } },
      // Anthropic's own usage says which part is fresh.
      {
        ...payload,
        id: 'b',
        prompt_tokens: 13244,
        completion_tokens: 12,
        total_tokens: 13256,
        response: { usage: native },
      },
      {
        ...payload,
        id: 'c',
        prompt_tokens: 13244,
        completion_tokens: 12,
        response: JSON.stringify({ usage: native }),
      },
    ],
    ...counted.slice(0, -1),
  );
  expect(rows).toEqual(['a', 'b', 'c'].map((id) => [id, 3, 13216, 25, 12]));
});

test('dimensions come from the payload and from what the caller sent along', async () => {
  const columns = [
    'user_id',
    'feature',
    'tags',
    "attributes ->> '$.customer_id'",
    "attributes ->> '$.user_api_key_alias'",
    'max_tokens',
    'ttft_ms',
  ];
  const rows = await spansOf(fixture, ...columns);
  expect(rows[0]).toEqual(['u-17', 'search', ['prod'], 'c-7', 'webshop', 256, null]);
  expect(rows[2]).toEqual(['u-17', 'search', ['prod'], 'c-7', 'webshop', null, 750]);
  expect(rows[5]).toEqual(['u-admin', null, ['nightly'], null, 'webshop', null, null]);
});

describe('rows of SpendLogs as psql gives them', () => {
  const row = {
    request_id: 'r-1',
    call_type: 'acompletion',
    spend: 0.001,
    prompt_tokens: 10,
    completion_tokens: 2,
    startTime: '2026-11-02T09:00:00',
    endTime: '2026-11-02T09:00:01',
    model: 'gpt-4o',
    messages: [{ role: 'user', content: 'He said "hi"\nand left.' }],
  };

  test('in a frame, on a page, or with the backslashes that COPY doubles', async () => {
    const line = JSON.stringify(row);
    const framed = file('spend.log', `   row_to_json   \n------------------\n ${line}\n(1 row)\n\n`);
    const copied = file('spend.jsonl', `${line.replaceAll('\\', '\\\\')}\n`);
    const paged = file('spend.json', JSON.stringify({ data: [row], total: 1, page: 1 }));
    for (const input of [framed, copied, paged]) {
      expect(await spansOf(input, 'span_id', 'input_tokens', 'cost_usd')).toEqual([['r-1', 10, 0.001]]);
      expect((await answer(['top', input])).meta.inputs).toMatchObject([
        { dialect: 'litellm', records: 1, rejected: 0 },
      ]);
    }
  });

  test('the same call in a payload and in the table counts once', async () => {
    const same = { ...payload, id: 'r-1', prompt_tokens: 10, completion_tokens: 2, response_cost: 0.001 };
    expect(await spansOf([same, row], 'span_id')).toEqual([['r-1']]);
  });
});

test('a key of an API is no attribute', async () => {
  const metadata = { user_api_key: 'sk-1234', user_api_key_alias: 'shop' };
  const [attributes] = (await spansOf([{ ...payload, metadata }], 'attributes')).flat();
  expect(attributes).toEqual({ call_type: 'acompletion', user_api_key_alias: 'shop' });
});
