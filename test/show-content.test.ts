import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { answer, type Fields, file, log, run } from './run.ts';

const at = (second: number) => `2026-11-02T09:00:0${second}Z`;

/** One call of a home-made log that keeps everything. */
const call = {
  ...{
    trace_id: 'run-0001',
    span_id: 'call-1',
    started_at: at(1),
    latency_ms: 900,
    kind: 'llm',
    model: 'gpt-4o',
  },
  ...{
    input_tokens: 1000,
    output_tokens: 10,
    system: 'Be brief.',
    params: { temperature: 0.2, max_tokens: 64 },
  },
  messages: [
    { role: 'user', content: 'Where is\nmy order?' },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 't', function: { name: 'find', arguments: '{"id":7}' } }],
    },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: 'on its way' }] },
  ],
  response_text: 'Tomorrow.\u001b[31m',
};
const tool = {
  ...{ trace_id: 'run-0001', span_id: 'call-2', parent_span_id: 'call-1', started_at: at(2), latency_ms: 5 },
  ...{ kind: 'tool', tool: 'find', arguments: { id: 7 }, output: { state: 'on its way' } },
};

const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });

/** One line of a Collector: two spans, ids in the spelling of some exporters. */
const collector = {
  resourceSpans: [
    {
      resource: { attributes: [attribute('service.name', 'shop')] },
      scopeSpans: [
        {
          spans: [
            {
              ...{
                traceId: '0AF7651916CD43DD8448EB211C80319C',
                spanId: 'B7AD6B7169203331',
                name: 'chat gpt-4o',
              },
              ...{ startTimeUnixNano: '1762074000000000000', endTimeUnixNano: '1762074001000000000' },
              attributes: [
                attribute('gen_ai.operation.name', 'chat'),
                attribute('gen_ai.system', 'openai'),
                attribute('gen_ai.request.model', 'gpt-4o'),
                attribute('gen_ai.request.temperature', '0.5'),
                attribute(
                  'gen_ai.input.messages',
                  '[{"role":"user","parts":[{"type":"text","content":"Hello?"}]}]',
                ),
                { key: 'gen_ai.usage.input_tokens', value: { intValue: '12' } },
                { key: 'gen_ai.usage.output_tokens', value: { intValue: '3' } },
              ],
            },
            {
              ...{ traceId: '0AF7651916CD43DD8448EB211C80319C', spanId: '00F067AA0BA902B7', name: 'other' },
              ...{ parentSpanId: 'B7AD6B7169203331', startTimeUnixNano: '1762074000000000000' },
              ...{
                endTimeUnixNano: '1762074001000000000',
                attributes: [attribute('prompt', 'of another span')],
              },
            },
          ],
        },
      ],
    },
  ],
};

/** What stands beside the rows under `content`, without the name of the file. */
async function contentOf(argv: readonly string[]): Promise<readonly (readonly unknown[])[]> {
  const found = (await answer(['show', ...argv, '--content'])) as unknown as { content: readonly Fields[] };
  return found.content.map(({ span_id, line, field, text }) => [span_id, line, field, text]);
}

describe('--content', () => {
  test('has the text of every span of a trace, with its line', async () => {
    expect(await contentOf(['run-0001', log(['', call, tool])])).toEqual([
      ['call-1', 2, 'system', 'Be brief.'],
      ['call-1', 2, 'messages[0] user', 'Where is\nmy order?'],
      ['call-1', 2, 'messages[1] assistant', 'find {"id":7}'],
      ['call-1', 2, 'messages[2] user', 'on its way'],
      ['call-1', 2, 'response_text', 'Tomorrow.\u001b[31m'],
      ['call-2', 3, 'arguments', '{\n  "id": 7\n}'],
      ['call-2', 3, 'output', '{\n  "state": "on its way"\n}'],
    ]);
  });

  test('has that of one span alone, not of those that name it as their parent', async () => {
    const content = await contentOf(['call-1', log([call, tool])]);
    expect(new Set(content.map(([id]) => id))).toEqual(new Set(['call-1']));
    expect(content).toHaveLength(5);
  });

  test('stands whole on a screen, over several lines, and cannot command the terminal', async () => {
    const { stdout } = await run(['show', 'call-1', '--content', log([call])]);
    expect(stdout).toMatch(/call-1 .* {2}messages\[0\] user\nWhere is\nmy order\?\n\n/);
    expect(stdout).toContain('Tomorrow.␛[31m\n');
    expect(stdout).not.toContain('\u001b[31m');
  });

  test('finds ids however the log spells them, and of a line of many spans takes the one', async () => {
    expect(await contentOf(['b7ad6b7169203331', log([collector])])).toEqual([
      ['b7ad6b7169203331', 1, 'attributes.gen_ai.input.messages[0] user', 'Hello?'],
    ]);
    expect(await contentOf(['00f067aa0ba902b7', log([collector])])).toEqual([
      ['00f067aa0ba902b7', 1, 'attributes.prompt', 'of another span'],
    ]);
  });

  test('takes ids that come again in another trace for that trace', async () => {
    const twice = log([call, { ...call, trace_id: 'run-0002', system: 'Be loud.' }]);
    const content = await contentOf(['run-0002', twice]);
    expect(content.map(([, line]) => line)).toEqual([2, 2, 2, 2, 2]);
  });

  test('reads compressed logs, and tells the line in the text', async () => {
    const packed = file('packed.jsonl.gz', gzipSync(`${JSON.stringify(tool)}\n${JSON.stringify(call)}\n`));
    expect((await contentOf(['call-1', packed]))[0]).toEqual(['call-1', 2, 'system', 'Be brief.']);
  });

  test('shows the answer and the result that stand in records of their own', async () => {
    const head = { sessionId: 'session-1', version: '2.0.64', userType: 'external', isSidechain: false };
    const usage = { input_tokens: 5, output_tokens: 7 };
    const said = { id: 'msg_1', role: 'assistant', model: 'claude-sonnet-4-5', usage };
    const use = { type: 'tool_use', id: 'toolu_1', name: 'Read', input: { file: 'a.txt' } };
    const result = { type: 'tool_result', tool_use_id: 'toolu_1', content: 'its text' };
    const transcript = log([
      {
        ...head,
        type: 'assistant',
        uuid: 'a',
        timestamp: at(1),
        message: { ...said, content: [{ type: 'text', text: 'I look.' }] },
      },
      { ...head, type: 'assistant', uuid: 'b', timestamp: at(2), message: { ...said, content: [use] } },
      { ...head, type: 'user', uuid: 'c', timestamp: at(3), message: { role: 'user', content: [result] } },
    ]);
    expect(await contentOf(['session-1', transcript])).toEqual([
      ['msg_1', 1, 'message assistant', 'I look.'],
      ['msg_1', 2, 'message assistant', 'Read {"file":"a.txt"}'],
      ['toolu_1', 2, 'input', '{\n  "file": "a.txt"\n}'],
      ['toolu_1', 3, 'content', 'its text'],
    ]);
  });

  test('says so when the log keeps none', async () => {
    const { messages, system, response_text, ...bare } = call;
    const { stderr, code } = await run(['show', 'call-1', '--content', log([bare])]);
    expect([code, stderr]).toEqual([0, 'the log holds no text of these spans\n']);
  });

  test('is asked for, or there is none', async () => {
    for (const id of ['run-0001', 'call-1', 'call-2']) {
      for (const format of ['table', 'json']) {
        const { stdout, stderr } = await run(['show', id, '-f', format, log([call, tool])]);
        expect(stdout + stderr).not.toMatch(/Where is|Be brief|on its way|Tomorrow/);
      }
    }
  });
});

describe('--request', () => {
  const requestOf = async (argv: readonly string[]) =>
    JSON.parse((await run(['show', ...argv, '--request'])).stdout) as unknown;

  test('prints the logged request as it was sent, and nothing else', async () => {
    const request = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hi' }], top_k: 3 };
    const { messages, ...bare } = call;
    const { stdout, stderr } = await run(['show', 'call-1', '--request', log([{ ...bare, request }])]);
    expect([stdout, stderr]).toEqual([`${JSON.stringify(request, null, 2)}\n`, '']);
  });

  test('puts it together from its fields where it was logged in parts', async () => {
    expect(await requestOf(['call-1', log([call])])).toEqual({
      ...{ model: 'gpt-4o', messages: call.messages, system: 'Be brief.', temperature: 0.2, max_tokens: 64 },
    });
    const { stderr } = await run(['show', 'call-1', '--request', log([call])]);
    expect(stderr).toMatch(
      /:1: logged in parts, put together here: model, messages, system, temperature, max_tokens\n$/,
    );
  });

  test('reads the attributes of OpenTelemetry', async () => {
    expect(await requestOf(['0af7651916cd43dd8448eb211c80319c', log([collector])])).toEqual({
      model: 'gpt-4o',
      messages: [{ role: 'user', parts: [{ type: 'text', content: 'Hello?' }] }],
      temperature: '0.5',
    });
  });

  test('has its place in the log beside it in JSON', async () => {
    const found = (await answer(['show', 'call-1', '--request', log([call])])) as unknown as {
      request: readonly Fields[];
    };
    expect(found.request).toMatchObject([{ span_id: 'call-1', line: 1, request: { model: 'gpt-4o' } }]);
  });

  test('of a trace needs it to have one call', async () => {
    const two = log([call, { ...call, span_id: 'call-9' }]);
    const { code, stderr } = await run(['show', 'run-0001', '--request', two]);
    expect(code).toBe(2);
    expect(stderr).toContain('has 2 calls; name one\n  call-1');
  });

  test('that was not logged ends with 4 and says what was looked for', async () => {
    const { messages, ...bare } = call;
    const { code, stdout, stderr } = await run(['show', 'call-1', '--request', log([bare])]);
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toMatch(
      /does not hold the request of call-1; looked in .*:1\n {2}for request, .*gen_ai\.input\.messages/,
    );
    expect(stderr).not.toContain('Be brief');
  });
});
