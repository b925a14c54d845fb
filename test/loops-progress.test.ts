import { describe, expect, test } from 'vitest';
import { exportLine, otlpSpan } from './otlpLines.ts';
import { answer, type Fields, log } from './run.ts';

/** Loops that no repeated tool call gives away: what models say, and what tools bring. */

async function loops(records: readonly object[]): Promise<readonly Fields[]> {
  return (await answer(['loops', '--all', log(records)]))['rows'] as readonly Fields[];
}

const at = (second: number) => new Date(Date.UTC(2026, 10, 2) + second * 1000).toISOString();

const call = (place: number, more: object) => ({
  ...{
    trace_id: 'run',
    span_id: `c${place}`,
    kind: 'llm',
    name: 'chat',
    model: 'gpt-4o',
    timestamp: at(2 * place),
  },
  ...{ input_tokens: 1000 + 60 * place, output_tokens: 50, ...more },
});

const done = 'I have completed the task as you asked and will now finish my work.';

describe('a monologue', () => {
  test('is the same answer three times in a row, each prompt with the answer before it', async () => {
    const rows = await loops([0, 1, 2, 3].map((place) => call(place, { output: done })));
    expect(rows).toMatchObject([
      {
        ...{ kind: 'monologue', tier: 'confirmed', tools: [], period: 1, repeats: 4, score: 3 },
        span_ids: ['c0', 'c1', 'c2', 'c3'],
        // gpt-4o: $2.50 in, $10 out per million; the last three calls.
        wasted_usd: ((1060 + 1120 + 1180) * 2.5 + 150 * 10) / 1e6,
        wasted_tokens: 1060 + 1120 + 1180 + 150,
        why: 'the model said much the same 4 times in a row without calling a tool',
      },
    ]);
  });

  test('is none when calls of tools stand between, when the prompts are unlike, or when little was said', async () => {
    const told = [0, 1, 2, 3].flatMap((place) => [
      call(place, { output: done }),
      {
        ...{
          trace_id: 'run',
          span_id: `t${place}`,
          kind: 'tool',
          tool: 'read',
          timestamp: at(2 * place + 1),
        },
        ...{ arguments: { path: `${place}.ts` }, output: `file ${place}` },
      },
    ]);
    expect(await loops(told)).toEqual([]);
    const documents = [900, 2400, 3100, 5200].map((input_tokens, place) =>
      call(place, { output: done, input_tokens }),
    );
    expect(await loops(documents)).toEqual([]);
    expect(await loops([0, 1, 2, 3].map((place) => call(place, { output: 'not relevant' })))).toEqual([]);
    expect(await loops([0, 1].map((place) => call(place, { output: done })))).toEqual([]);
  });
});

describe('growth without progress', () => {
  const known =
    'the index holds forty documents about refunds and none of them says what happens after thirty days';
  const tools = ['search', 'lookup', 'browse', 'query_index', 'find', 'retrieve', 'look_around'];
  const run = (output: (place: number) => string, inputTokens = (place: number) => 1000 + 300 * place) =>
    tools.flatMap((tool, place) => [
      call(place, { input_tokens: inputTokens(place) }),
      {
        ...{ trace_id: 'run', span_id: `t${place}`, kind: 'tool', tool, timestamp: at(2 * place + 1) },
        ...{ arguments: { path: `topic-${place}` }, output: output(place) },
      },
    ]);

  test('is five turns or more that bring what is known, whatever the tool, while the prompt grows', async () => {
    expect(await loops(run(() => known))).toMatchObject([
      {
        ...{ kind: 'growth', tier: 'suspected', tools, repeats: 7 },
        span_ids: tools.map((_, place) => `t${place}`),
        why: '6 calls in a row brought next to nothing new while the prompt grew',
      },
    ]);
  });

  test('is none when the results are new, or when the prompt does not grow', async () => {
    const news = (place: number) => [...'abcdefghijkl'].map((letter) => `${letter}${place}`).join(' ');
    expect(await loops(run(news))).toEqual([]);
    expect(
      await loops(
        run(
          () => known,
          () => 1000,
        ),
      ),
    ).toEqual([]);
  });
});

describe('tool calls that only the answers of models tell of', () => {
  const query = '{"filters":{"state":"open","limit":5},"q":"refund"}';
  const shuffled = '{"q":"refund","filters":{"limit":5,"state":"open"}}';
  const asked = (place: number) => ({ name: 'search', arguments: place % 2 ? shuffled : query });
  const shapes: Record<string, (place: number) => unknown> = {
    OpenAI: (place) => ({
      role: 'assistant',
      content: null,
      tool_calls: [{ id: `i${place}`, type: 'function', function: asked(place) }],
    }),
    'OpenAI, whole': (place) => ({
      choices: [{ message: { tool_calls: [{ id: `i${place}`, function: asked(place) }] } }],
    }),
    Responses: (place) => ({ output: [{ type: 'function_call', call_id: `i${place}`, ...asked(place) }] }),
    Anthropic: (place) => [
      { type: 'tool_use', id: `i${place}`, name: 'search', input: JSON.parse(asked(place).arguments) },
    ],
    Bedrock: (place) => ({
      output: {
        message: { content: [{ toolUse: { name: 'search', input: JSON.parse(asked(place).arguments) } }] },
      },
    }),
    Gemini: (place) => ({
      candidates: [
        {
          content: {
            parts: [{ functionCall: { name: 'search', args: JSON.parse(asked(place).arguments) } }],
          },
        },
      ],
    }),
    OpenTelemetry: (place) => [{ role: 'assistant', parts: [{ type: 'tool_call', ...asked(place) }] }],
    'AI SDK, version 4': (place) => [
      { toolCallType: 'function', toolCallId: `i${place}`, toolName: 'search', args: asked(place).arguments },
    ],
    'AI SDK': (place) => [
      { type: 'tool-call', toolName: 'search', input: JSON.parse(asked(place).arguments) },
    ],
    LangChain: (place) => ({
      generations: [
        [
          {
            message: {
              kwargs: { tool_calls: [{ name: 'search', args: JSON.parse(asked(place).arguments) }] },
            },
          },
        ],
      ],
    }),
  };

  test.each(Object.entries(shapes))('%s: go round too, with their keys in any order', async (_, output) => {
    const rows = await loops(
      [0, 1, 2, 3].map((place) => call(place, { output: JSON.stringify(output(place)) })),
    );
    expect(rows).toMatchObject([
      {
        kind: 'repeat',
        tier: 'confirmed',
        tools: ['search'],
        repeats: 4,
        span_ids: ['c0', 'c1', 'c2', 'c3'],
      },
    ]);
    expect(rows[0]?.['why']).toContain('the log keeps no results');
  });

  test.each([
    [
      'OpenInference',
      'llm.output_messages.0.message.tool_calls.1.tool_call.function.',
      { 'openinference.span.kind': 'LLM', 'llm.model_name': 'gpt-4o', 'llm.token_count.prompt': 1000 },
    ],
    [
      'Traceloop',
      'gen_ai.completion.0.tool_calls.0.',
      { 'llm.request.type': 'chat', 'gen_ai.request.model': 'gpt-4o', 'gen_ai.usage.prompt_tokens': 1000 },
    ],
  ])('%s: by numbered attributes', async (_, prefix, attributes) => {
    const spans = [0, 1, 2, 3].map((place) => {
      const { name, arguments: given } = asked(place);
      const told = { [`${prefix}name`]: name, [`${prefix}arguments`]: given };
      const startTimeUnixNano = String(1_772_442_000_000_000_000n + BigInt(place) * 3_000_000_000n);
      return otlpSpan(
        { ...attributes, 'output.value': 'no text', ...told },
        { spanId: `eee19b7ec3c1b17${place}`, parentSpanId: '', startTimeUnixNano },
      );
    });
    const span_ids = [0, 1, 2, 3].map((place) => `eee19b7ec3c1b17${place}`);
    expect(await loops([exportLine(spans)])).toMatchObject([
      { kind: 'repeat', tier: 'confirmed', tools: ['search'], repeats: 4, span_ids },
    ]);
  });

  test('are not counted beside spans of tools, and calls of one answer repeat nothing', async () => {
    const spans = [0, 1, 2, 3].flatMap((place) => [
      call(place, { output: JSON.stringify(shapes['OpenAI']?.(place)) }),
      {
        ...{
          trace_id: 'run',
          span_id: `t${place}`,
          kind: 'tool',
          tool: 'search',
          timestamp: at(2 * place + 1),
        },
        ...{
          arguments: JSON.parse(query),
          output: `result ${place} of quite another kind`.split('').join(' '),
        },
      },
    ]);
    expect(await loops(spans)).toMatchObject([{ span_ids: ['t0', 't1', 't2', 't3'] }]);
    const four = { tool_calls: [0, 1, 2, 3].map((place) => ({ id: `i${place}`, function: asked(place) })) };
    expect(await loops([call(0, { output: JSON.stringify(four) })])).toEqual([]);
  });

  test('of a session whose requests are traces of their own', async () => {
    const rows = await loops(
      [0, 1, 2, 3].map((place) =>
        call(place, {
          trace_id: `request-${place}`,
          session_id: 'chat',
          output: JSON.stringify(shapes['OpenAI']?.(place)),
        }),
      ),
    );
    expect(rows).toMatchObject([{ trace_id: 'request-0', kind: 'repeat', repeats: 4 }]);
  });
});

describe('a question in other words', () => {
  const search = (
    tool: string,
    key: string,
    values: readonly string[],
    output = (place: number) => `${place} ${place}${place} found`,
  ) =>
    values.flatMap((value, place) => [
      call(place, {}),
      {
        ...{ trace_id: 'run', span_id: `t${place}`, kind: 'tool', tool, timestamp: at(2 * place + 1) },
        ...{ arguments: { [key]: value, language: 'en', limit: 5 }, output: output(place) },
      },
    ]);

  test('is told by the words that differ, not by what stands beside it', async () => {
    const alike = [
      'refund policy open orders',
      'open orders refund rules',
      'policy refund of open orders',
      'refund open orders policies',
    ];
    expect(await loops(search('search', 'query', alike, () => 'nothing was found'))).toMatchObject([
      { kind: 'similar' },
    ]);
    const unlike = [
      'refund policy of orders',
      'height of the tower',
      'weather in the mountains',
      'train to the coast',
    ];
    expect(await loops(search('search', 'query', unlike))).toEqual([]);
  });

  test('is no command: another word of it asks for something else', async () => {
    const commands = ['orders', 'refunds', 'users', 'items', 'carts', 'prices'].map(
      (word) => `npm run test -- --filter ${word}`,
    );
    expect(await loops(search('bash', 'command', commands))).toEqual([]);
  });

  test('is none where another path or name is asked for, unless the very same long answer comes back', async () => {
    const licence =
      'permission is hereby granted free of charge to any person obtaining a copy of this software';
    const paths = ['src/a.ts', 'src/b.ts', 'src/c.ts', 'src/d.ts', 'src/e.ts'];
    expect(await loops(search('read', 'path', paths, (place) => `${licence} ${place}`))).toEqual([]);
  });
});

describe('what a tool is called', () => {
  const page = 'the cart holds three items and the total is fifty dollars before the tax is known';
  const run = (between: string, more: object = {}) =>
    [0, 1, 2, 3, 4, 5].flatMap((place) => [
      call(2 * place, {}),
      {
        ...{
          trace_id: 'run',
          span_id: `a${place}`,
          kind: 'tool',
          tool: between,
          timestamp: at(4 * place + 1),
        },
        ...{ arguments: { ref: `e${place}`, ...more }, output: `ok ${place}` },
      },
      call(2 * place + 1, {}),
      {
        ...{
          trace_id: 'run',
          span_id: `t${place}`,
          kind: 'tool',
          tool: 'browser_snapshot',
          timestamp: at(4 * place + 3),
        },
        ...{ arguments: {}, output: page },
      },
    ]);

  test('tells whether it changes something: to look again after a click is work, after a look it is not', async () => {
    expect(await loops(run('browser_click'))).toEqual([]);
    expect(await loops(run('get_click_events'))).toMatchObject([
      { kind: 'repeat', tools: ['browser_snapshot'] },
    ]);
  });

  test.each([
    ['browser_select_option', {}],
    ['go_to_url', {}],
    ['computer', { action: 'left_click' }],
    ['browser', { action: "fill('a51', 'two')" }],
  ])('%s %j changes the page that is looked at again', async (tool, more) => {
    expect(await loops(run(tool, more))).toEqual([]);
  });

  test.each([
    ['computer', { action: 'screenshot' }],
    ['browser', { action: 'get_text' }],
  ])('%s %j only looks at it', async (tool, more) => {
    expect(await loops(run(tool, more))).toMatchObject([{ tools: ['browser_snapshot'] }]);
  });
});

describe('agents that ask each other in traces of their own', () => {
  /** Each trace is linked with the one that asked for it, in a call of a tool. */
  const asking = (traces: number, taskOf: (place: number) => string) =>
    Array.from({ length: traces }, (_, place) => place).flatMap((place) => {
      const [agent, other] = place % 2 ? ['researcher', 'writer'] : ['writer', 'researcher'];
      const identity = (id: string, second: number) => ({
        ...{ trace_id: `t${place}`, span_id: `${id}${place}`, agent, timestamp: at(10 * place + second) },
      });
      return [
        { ...identity('r', 0), kind: 'agent', name: agent, ...(place ? { links: [`t${place - 1}`] } : {}) },
        {
          ...identity('c', 1),
          kind: 'llm',
          name: 'chat',
          model: 'gpt-4o',
          input_tokens: 900,
          cost_usd: 0.01,
        },
        { ...identity('d', 2), kind: 'tool', tool: `ask_${other}`, arguments: { task: taskOf(place) } },
      ];
    });

  test('the same again and again go round', async () => {
    const rows = await loops(asking(8, (place) => (place % 2 ? 'which format?' : 'which facts?')));
    expect(rows).toMatchObject([
      {
        ...{ kind: 'cycle', tools: ['researcher', 'writer'], period: 2, repeats: 3 },
        span_ids: [1, 2, 3, 4, 5, 6, 7].map((place) => `r${place}`),
        // The traces t3 to t7, each $0.01, as far as they were surely in vain: what came of them is not known.
        wasted_usd: 0.03,
      },
    ]);
  });

  test('something else each time work', async () => {
    expect(await loops(asking(8, (place) => `question ${place}`))).toEqual([]);
  });
});
