import { beforeAll, describe, expect, test } from 'vitest';
import { dialects } from '../src/dialects/all.ts';
import { envelope, message } from './claude-code-records.ts';
import { commandLines } from './commandLines.ts';
import { dialectOf, logs as fixtures, recordsOf } from './fixtureLogs.ts';
import { exportLine, otlpSpan } from './otlpLines.ts';
import { log, run } from './run.ts';

/** What people and models wrote stays in the log: no command prints it, and no error message. */

const secret = 'hunter2-Zq9xT7';
const said = `my password is ${secret}, keep it`;
const messages = [
  { role: 'system', content: said },
  { role: 'user', content: [{ type: 'text', text: said }] },
];

/** For each dialect a log with the secret wherever it keeps text. */
const logs: Readonly<Record<string, readonly (object | string)[]>> = {
  flat: [
    {
      ...{ trace_id: 'told', span_id: 'a', timestamp: '2026-11-02T10:00:00Z', model: 'gpt-4o' },
      ...{ input_tokens: 10, output_tokens: 5, messages, prompt: said, system: said, response: said },
      ...{
        completion: said,
        output: { text: said },
        input: { query: said },
        choices: [{ message: messages[0] }],
      },
      ...{ content: said, text: said, description: said, metadata: { prompt: said, history: [said] } },
      ...{
        error: `ValueError: ${said}`,
        error_message: said,
        stack: said,
        exception: { type: 'E', message: said },
      },
      ...{ result_preview: said, transcript: said, password: secret, headers: { authorization: secret } },
    },
    {
      ...{
        trace_id: 'told',
        span_id: 'b',
        parent_span_id: 'a',
        kind: 'tool',
        tool: 'search',
        status: 'error',
      },
      ...{ arguments: { query: said }, tool_input: said, tool_output: said, observation: said },
      ...{ error: { type: 'ToolError', message: said } },
    },
  ],
  'flat-run': [
    {
      ...{ trace_id: 'told', span_id: 'a', model: 'gpt-4o', final_state: { answer: said }, error: said },
      steps: [
        { step: 'plan', prompt: said, result: said, thought: said },
        { tool: 'search', args: { query: said }, result: said, error: said },
      ],
      tool_calls: [{ tool: 'search', inputs: { q: said }, result_preview: said }],
    },
  ],
  'claude-code': [
    {
      ...{ ...envelope, type: 'assistant', requestId: 'req_1', toolUseResult: said },
      message: {
        ...message,
        content: [
          { type: 'text', text: said },
          { type: 'thinking', thinking: said, signature: secret },
          { type: 'tool_use', id: 'toolu_1', name: 'Bash', input: { command: said, description: said } },
        ],
      },
    },
    {
      ...{ ...envelope, uuid: 'u-2', type: 'user' },
      message: {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: 'toolu_1', is_error: true, content: said }],
      },
    },
    { type: 'summary', summary: said, leafUuid: 'u-1' },
    {
      ...envelope,
      uuid: 'u-3',
      type: 'system',
      content: said,
      subtype: 'api_error',
      error: { message: said },
    },
  ],
  otlp: [
    exportLine([
      otlpSpan(
        {
          ...{
            'gen_ai.operation.name': 'chat',
            'gen_ai.request.model': 'gpt-4o',
            'gen_ai.usage.input_tokens': 10,
          },
          ...{
            'gen_ai.prompt': said,
            'gen_ai.completion': said,
            'gen_ai.input.messages': JSON.stringify(messages),
          },
          ...{ 'gen_ai.output.messages': said, 'gen_ai.system_instructions': said, 'input.value': said },
          ...{
            'llm.input_messages.0.message.content': said,
            'traceloop.entity.input': said,
            'output.value': said,
          },
          ...{ 'ai.prompt.messages': said, 'ai.response.text': said, 'exception.message': said },
        },
        {
          status: { code: 2, message: said },
          events: [
            { name: 'exception', attributes: [{ key: 'exception.message', value: { stringValue: said } }] },
          ],
        },
      ),
      otlpSpan(
        {
          ...{ 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'search' },
          ...{ 'gen_ai.tool.call.arguments': said, 'gen_ai.tool.call.result': said, 'tool.parameters': said },
          ...{ 'error.message': said },
        },
        { spanId: 'eee19b7ec3c1b175' },
      ),
    ]),
  ],
};

/** Lines of which nothing becomes a span: their error messages must not quote them. */
const unreadable = [
  `{"prompt":"${said}","model":`,
  JSON.stringify({ note: said, nested: { text: said } }),
  `Traceback: ${said}`,
  JSON.stringify(said),
];

/** Fixtures in which nobody says anything. */
const wordless = new Set(['opencode', 'tempo', 'jaeger', 'honeycomb', 'swe-agent']);

/** Keys under which a text of two words is what somebody said; elsewhere it may be a name. */
const spoken =
  /content|text|prompt|completion|answer|response|thought|reasoning|observation|description|instruction|query|question|summary|stdout|output|input|message|result|value|arguments/i;

function withSecret(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return withSecretText(value, key);
  if (Array.isArray(value)) return value.map((inner) => withSecret(inner, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withSecret(inner, name)]));
}

/** JSON in JSON stays JSON; half of one, as it is streamed, stays half. */
function withSecretText(text: string, key: string): string {
  if (key === 'partial_json') return text;
  if (/^\s*[{[]/.test(text)) return isJson(text) ? JSON.stringify(withSecret(JSON.parse(text), key)) : text;
  const words = text.trim().split(/\s+/).length;
  return words > 4 || (words > 1 && spoken.test(key)) ? said : text;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const lenient = ['--max-rejected', '100%'];
const everything = log([...Object.values(logs).flat(), ...unreadable]);

/** The fixtures of the other dialects, in which whoever said something said the secret: every text of five words and more. */
const retold = dialects
  .map(({ name }) => name)
  .filter((name) => logs[name] === undefined)
  .map((name) => ({
    name,
    lines: fixtures
      .filter((file) => dialectOf(file) === name)
      .flatMap(recordsOf)
      .map((record) => withSecret(record)),
  }));

test.each(retold)('somebody says the secret in $name', ({ name, lines }) => {
  expect(JSON.stringify(lines).includes(secret)).toBe(!wordless.has(name));
});

test.each([
  ['sql', 'SELECT * EXCLUDE (arguments) FROM span', '-f', 'json'],
  ['sql', 'FROM trace', '-f', 'json'],
  ['doctor'],
])('logs of all of them leave their text out of %s %s', async (...line) => {
  await expectSilence([...line, ...retold.map(({ lines }) => log(lines as object[]))]);
});

/** The trace with the secret in it, as the dialect names it. */
async function traceIn(input: string): Promise<string> {
  const { stdout } = await run(['top', ...lenient, '--format', 'json', input]);
  return JSON.parse(stdout).rows[0].trace_id;
}

async function expectSilence(line: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await run([...line, ...lenient, '--debug']);
  expect([line[0], code < 70]).toEqual([line[0], true]);
  expect(stdout.length + stderr.length).toBeGreaterThan(20);
  expect(`${stdout}${stderr}`).not.toContain(secret);
}

describe.each(commandLines)('llmtrace %s', (_, lineFor) => {
  test('quotes nothing', async () => {
    const line = lineFor({ input: everything, trace: 'told' });
    await expectSilence(line);
    await expectSilence([...line, '--verbose', '--all', '--format', 'json']);
  });
});

test('an error message quotes nothing of what could not be read', async () => {
  const { code, stdout, stderr } = await run(['top', everything]);
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toContain('could not be read');
  expect(stderr).not.toContain(secret);
});

describe.each(Object.entries(logs))('%s', (dialect, lines) => {
  let input: string;
  let trace: string;
  beforeAll(async () => {
    input = log(lines);
    trace = await traceIn(input);
  });

  test('is read, and shown without its text', async () => {
    await expectSilence(['show', trace, input, '--all']);
    const { stdout } = await run(['show', trace, input, '--format', 'json']);
    expect(JSON.parse(stdout).meta.inputs).toMatchObject([{ dialect, rejected: 0 }]);
  });

  test('leaves its text out of every table, but for the arguments of tools', async () => {
    const queries = ['SELECT * EXCLUDE (arguments) FROM span', 'FROM trace'];
    for (const query of queries) await expectSilence(['sql', query, '-f', 'json', input]);
  });

  test('shows its text when someone asks for it', async () => {
    const { code, stdout } = await run(['show', trace, '--content', input]);
    expect(code).toBe(0);
    expect(stdout).toContain(secret);
  });
});
