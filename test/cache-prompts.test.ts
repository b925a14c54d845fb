import { describe, expect, test } from 'vitest';
import { difference } from '../src/analyses/cache/difference.ts';
import { cache, causesOf, misses } from './cacheLog.ts';
import { log, run } from './run.ts';

/** What the blocks of prompts tell, as digests or as logged text in each vocabulary. */

type Block = { readonly part: string; readonly digest: string; readonly tokens: number };

const start = Date.parse('2026-11-02T09:00:00Z');
const block = (part: string, digest: string, tokens = 2_000): Block => ({ part, digest, tokens });
const front = [block('tools', 'search'), block('tools', 'fetch'), block('system', 'house rules')];
const said = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => block('messages', `message ${from + index}`, 1_000));

/** Calls whose prompts are these blocks; each reads `read` of them and writes the rest. */
function prompts(
  made: readonly { readonly blocks: readonly Block[]; readonly read: number; readonly more?: object }[],
) {
  return made.map(({ blocks, read, more = {} }, index) => {
    const total = blocks.reduce((sum, { tokens }) => sum + tokens, 0);
    return {
      ...{ trace_id: `t${index}`, span_id: `s${index}`, session_id: 'one', kind: 'llm', name: 'chat' },
      ...{
        started_at: new Date(start + index * 30_000).toISOString(),
        provider: 'anthropic',
        model: 'claude-sonnet-4-5',
      },
      ...{ uncached_input_tokens: 0, cache_read_tokens: read, cache_write_5m_tokens: total - read },
      ...{ output_tokens: 50, prompt_blocks: blocks, ...more },
    };
  });
}

const first = { blocks: [...front, ...said(0, 4)], read: 0 };

describe('digests of blocks name what changed', () => {
  const second = async (blocks: readonly Block[], read = 0) =>
    (await misses(prompts([first, { blocks, read }]))).get('s1');

  test('a tool, the system prompt, a message', async () => {
    const tools = [block('tools', 'search'), block('tools', 'fetch anew'), ...front.slice(2), ...said(0, 5)];
    expect(await second(tools)).toMatchObject({
      cause: 'tools_changed',
      changed_at_block: 2,
      avoidable: true,
    });
    const more = [...front.slice(0, 2), block('tools', 'mail'), ...front.slice(2), ...said(0, 5)];
    expect((await second(more))?.['why']).toBe(
      '2 → 3 tools; block 3 of 9 is another; 4,000 tokens before it are the same',
    );
    const system = [...front.slice(0, 2), block('system', '09:00:30'), ...said(0, 5)];
    expect(await second(system)).toMatchObject({ cause: 'system_changed', changed_at_block: 3 });
    const message = [...front, block('messages', 'edited', 1_000), ...said(1, 5)];
    expect(await second(message, 4_000)).toMatchObject({ cause: 'messages_changed', changed_at_block: 4 });
  });

  test('a history of which everything behind the front has given way to less', async () => {
    const summed = [...front, block('messages', 'summary', 1_500), block('messages', 'go on', 600)];
    expect(await second(summed, 4_000)).toMatchObject({ cause: 'history_shrunk', avoidable: false });
  });

  test('the same front, but more new blocks than are looked back', async () => {
    expect(await second([...front, ...said(0, 25)])).toMatchObject({
      cause: 'lookback',
      changed_at_block: null,
    });
    expect(await second([...front, ...said(0, 24)])).toMatchObject({ cause: 'unknown' });
  });

  test('a change behind what was cached explains nothing', async () => {
    const cached = {
      blocks: [...front, ...said(0, 4)],
      read: 0,
      more: { cache_write_5m_tokens: 6_000, uncached_input_tokens: 4_000 },
    };
    const edited = { blocks: [...front, ...said(0, 3), block('messages', 'edited', 1_000)], read: 0 };
    expect(await causesOf(prompts([cached, edited]))).toMatchObject({ s1: 'unknown' });
  });

  test('threads that take turns without saying which is which', async () => {
    const other = [block('tools', 'sql'), block('system', 'analyst', 7_000), block('messages', 'question')];
    const turns = prompts([
      first,
      { blocks: other, read: 0 },
      { blocks: [...front, ...said(0, 5)], read: 10_000 },
      { blocks: [...other, block('messages', 'answer', 500)], read: 11_000 },
    ]);
    expect(await causesOf(turns)).toEqual({ s0: 'cold_start', s1: 'cold_start' });
  });
});

const tool = (name: string) => ({ name, description: `how to ${name}`, input_schema: { type: 'object' } });
const rules = 'You answer questions about orders. '.repeat(9);

/** Six calls: a tool is added at the third, and the time is put into the system prompt from the fifth on. */
const asked = Array.from({ length: 6 }, (_, index) => ({
  tools: ['search', 'fetch', ...(index >= 2 ? ['search_docs'] : [])].map(tool),
  system: index >= 4 ? `${rules}Now: 2026-11-02T09:0${index}:00Z.` : rules,
  messages: Array.from({ length: index + 1 }, (_, place) => ({
    role: place % 2 ? 'assistant' : 'user',
    content: `text ${place}`,
  })),
}));
const missed = (index: number) => [0, 2, 4, 5].includes(index);
const tokensAt = (index: number) => 5_000 + index * 500;
const usage = (index: number) => ({
  read: missed(index) ? 0 : tokensAt(index - 1),
  written: missed(index) ? tokensAt(index) : 500,
});

const flatRecords = asked.map((request, index) => ({
  ...{
    trace_id: `t${index}`,
    span_id: `s${index}`,
    session_id: 'one',
    name: 'chat',
    model: 'claude-sonnet-4-5',
  },
  ...{ started_at: new Date(start + index * 20_000).toISOString(), ...request, output_tokens: 9 },
  ...{
    uncached_input_tokens: 3,
    cache_read_tokens: usage(index).read,
    cache_write_5m_tokens: usage(index).written,
  },
}));

function otlpRecords(contentOf: (request: (typeof asked)[number]) => Record<string, string>) {
  return asked.map((request, index) => {
    const startTimeUnixNano = String(BigInt(start + index * 20_000) * 1_000_000n);
    const texts = {
      ...{
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'anthropic',
        'gen_ai.conversation.id': 'one',
      },
      ...{ 'gen_ai.request.model': 'claude-sonnet-4-5', ...contentOf(request) },
    };
    const counts = {
      'gen_ai.usage.input_tokens': tokensAt(index) + 3,
      'gen_ai.usage.cache_read.input_tokens': usage(index).read,
      'gen_ai.usage.cache_creation.input_tokens': usage(index).written,
    };
    const attributes = [
      ...Object.entries(texts).map(([key, stringValue]) => ({ key, value: { stringValue } })),
      ...Object.entries(counts).map(([key, count]) => ({ key, value: { intValue: String(count) } })),
    ];
    const span = {
      ...{ traceId: `4bf92f3577b34da6a3ce929d0e0e47${30 + index}`, spanId: `00f067aa0ba902${10 + index}` },
      ...{
        name: 'chat claude-sonnet-4-5',
        startTimeUnixNano,
        endTimeUnixNano: startTimeUnixNano,
        attributes,
      },
    };
    return { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] };
  });
}

const numbered = (prefix: string, infix: string) => (request: (typeof asked)[number]) =>
  Object.fromEntries(
    [{ role: 'system', content: request.system }, ...request.messages].flatMap(({ role, content }, place) => [
      [`${prefix}.${place}.${infix}role`, role],
      [`${prefix}.${place}.${infix}content`, content],
    ]),
  ) as Record<string, string>;

const vocabularies: Readonly<Record<string, readonly object[]>> = {
  'home-made: system, tools, messages': flatRecords,
  'OpenTelemetry GenAI': otlpRecords(({ tools, system, messages }) => ({
    'gen_ai.tool.definitions': JSON.stringify(tools),
    'gen_ai.system_instructions': JSON.stringify([{ type: 'text', content: system }]),
    'gen_ai.input.messages': JSON.stringify(messages),
  })),
  OpenInference: otlpRecords((request) => ({
    ...numbered('llm.input_messages', 'message.')(request),
    ...Object.fromEntries(
      request.tools.map((each, place) => [`llm.tools.${place}.tool.json_schema`, JSON.stringify(each)]),
    ),
  })),
  OpenLLMetry: otlpRecords((request) => ({
    ...numbered('gen_ai.prompt', '')(request),
    ...Object.fromEntries(
      request.tools.map(({ name }, place) => [`llm.request.functions.${place}.name`, name]),
    ),
  })),
  'the whole request as input.value': otlpRecords((request) => ({ 'input.value': JSON.stringify(request) })),
};

describe.each(Object.entries(vocabularies))('logged text, %s', (name, records) => {
  test('tells what changed, as digests of blocks that keep none of it', async () => {
    const { rows } = await cache(records, '--list', '--all');
    const found = [...rows].sort((one, other) => String(one['at']).localeCompare(String(other['at'])));
    expect(found.map(({ cause }) => cause)).toEqual([
      ...['cold_start', 'tools_changed', 'system_changed', 'system_changed'],
    ]);
    expect(found.map(({ changed_at_block: at }) => at)).toEqual([null, 3, 4, 4]);
    const kept = await run(['sql', 'SELECT blocks FROM span', log(records), '-f', 'jsonl']);
    expect(kept.stdout).not.toMatch(/text \d|how to|orders|Now:/);
    expect(kept.stdout.split('\n')[0]).toContain('"part":"system"');
    expect(name).not.toBe('');
  });

  test('names the difference, and prints none of the text', async () => {
    const { rows } = await cache(records, '--list');
    const whys = rows.map(({ why }) => String(why)).sort();
    expect(whys).toContain('system prompt differs at character 336: a timestamp');
    expect(whys).toContain('system prompt differs at character 316: text with a timestamp');
    expect(whys.join()).not.toMatch(/orders|2026/);
  });
});

test('marks for the cache that move from message to message change nothing', async () => {
  const marked = { type: 'ephemeral' };
  const content = (text: string, isLast: boolean) => [
    { type: 'text', text, ...(isLast ? { cache_control: marked } : {}) },
  ];
  const records = [1, 2].map((length) => ({
    ...flatRecords[0],
    ...{
      trace_id: `t${length}`,
      span_id: `s${length}`,
      started_at: new Date(start + length * 20_000).toISOString(),
    },
    messages: [1, 2, 3]
      .slice(0, length)
      .map((place) => ({ role: 'user', content: content(`text ${place}`, place === length) })),
  }));
  expect(await causesOf(records)).toEqual({ s1: 'cold_start', s2: 'unknown' });
});

describe('what two requests differ in', () => {
  const base = {
    tools: [tool('a'), tool('b')],
    system: 'Be kind.',
    messages: [{ role: 'user', content: 'hello' }],
  };
  test.each([
    [{ tools: [tool('a')] }, 'tools changed: 2 → 1 definitions, b removed'],
    [{ tools: [tool('b'), tool('a')] }, 'tools changed: 2 → 2 definitions, another order'],
    [
      { tools: [tool('a'), { ...tool('b'), description: 'anew' }] },
      'tools changed: 2 → 2 definitions, b defined anew',
    ],
    [{ system: 'Be kind!' }, 'system prompt differs at character 8'],
    [{ system: '' }, 'system prompt removed'],
    [{ messages: [{ role: 'user', content: 'hallo' }] }, 'message 1 of 1 (user) differs at character 28'],
    [{ messages: [] }, 'message 1 of 1 is gone, and all behind it'],
    [{ messages: [...base.messages, { role: 'assistant', content: 'hi' }] }, undefined],
  ])('%j', (change, expected) => {
    expect(difference(base, { ...base, ...change })).toBe(expected);
  });

  test.each([
    ['at 2026-11-02T09:00:00Z', 'at 2026-11-02T09:00:09Z', 'a timestamp'],
    ['today is 2026-11-02', 'today is 2026-11-03', 'a date'],
    ['it is 09:00 now', 'it is 09:01 now', 'a time of day'],
    ['request 7c1e6a0b5d2f', 'request 7c1e6a0b5d30', 'an id'],
    ['you have 12 messages', 'you have 13 messages', 'a number'],
  ])('%s → %s', (before, after, kind) => {
    expect(difference({ ...base, system: before }, { ...base, system: after })).toMatch(
      new RegExp(`: ${kind}$`),
    );
  });
});
