import { isObject, plainAttributes, unquoted } from './attributes.ts';

type Json = Readonly<Record<string, unknown>>;

/** The fields that may hold what was asked of the model, for a message when there is none of them. */
export const requestFields =
  'request, request_body, messages, prompt, input, inputs, contents, gen_ai.input.messages, gen_ai.prompt.*, llm.input_messages.*, input.value, ai.prompt';

/** `isWhole`: logged as one object; otherwise put together from the fields that the log has. */
export type LoggedRequest = { readonly request: Json; readonly isWhole: boolean };

/** What a record says was sent to the model, as the provider's API would take it; undefined when it does not say. */
export function requestOf(record: Json): LoggedRequest | undefined {
  const fields = flattened(record);
  const whole = wholes.map((key) => fields[key]).find(asks);
  if (whole !== undefined) return { request: whole, isWhole: true };
  const asked = askedOf(fields);
  if (asked === undefined) return undefined;
  const request = { ...modelOf(fields), ...asked, ...besides(fields), ...settingsOf(fields) };
  return { request, isWhole: false };
}

const wholes = [
  'request',
  'request_body',
  'requestBody',
  'raw_request',
  'llm_request',
  'api_request',
  'input.value',
  'inputs',
  'ai.prompt',
  'input',
  'body',
];

/** Objects in which loggers put the fields of a span. */
const wrappers = ['attributes', 'data', 'extra', 'metadata', 'trace', 'llm', 'payload', 'span'];

/** The record's own fields and those of its wrappers, lists and objects that were logged as text unquoted. */
function flattened(record: Json): Json {
  const inner = wrappers.map((key) => plainAttributes(record[key])).filter(isObject);
  const events = (Array.isArray(record['events']) ? record['events'] : [])
    .map((event) => (isObject(event) ? plainAttributes(event['attributes']) : undefined))
    .filter(isObject);
  const entries = [...events, ...inner, record].flatMap((fields) => Object.entries(fields));
  return Object.fromEntries(entries.map(([key, value]) => [key, unquoted(value)]));
}

function asks(value: unknown): value is Json {
  return (
    isObject(value) &&
    ['messages', 'prompt', 'input', 'contents', 'system', 'inputText'].some((key) => value[key] !== undefined)
  );
}

function askedOf(fields: Json): Json | undefined {
  const messages =
    first(fields, [
      'messages',
      'gen_ai.input.messages',
      'ai.prompt.messages',
      'input_messages',
      'inputs',
      'input',
    ]) ?? numbered(fields);
  if (Array.isArray(messages) && messages.length > 0) return { messages };
  if (Array.isArray(fields['contents'])) return { contents: fields['contents'] };
  const prompt = first(fields, ['prompt', 'input', 'inputs', 'input.value', 'prompt_text', 'question']);
  return typeof prompt === 'string' && prompt !== '' ? { prompt } : undefined;
}

const numberedKey = /^(?:gen_ai\.prompt|llm\.input_messages)\.(\d+)\.(?:message\.)?(.+)$/;

/** `gen_ai.prompt.0.role`, `llm.input_messages.0.message.content`: one attribute per message and field. */
function numbered(fields: Json): Json[] | undefined {
  const messages: Record<string, unknown>[] = [];
  for (const [key, value] of Object.entries(fields)) {
    const [, index, name] = numberedKey.exec(key) ?? [];
    if (index === undefined || name === undefined) continue;
    const message = messages[Number(index)] ?? {};
    messages[Number(index)] = { ...message, [name]: value };
  }
  return messages.length === 0 ? undefined : messages.filter((message) => message !== undefined);
}

function modelOf(fields: Json): Json {
  const model = first(fields, [
    'gen_ai.request.model',
    'request_model',
    'ai.model.id',
    'llm.model_name',
    'model',
    'model_name',
    'modelName',
    'model_id',
  ]);
  return typeof model === 'string' ? { model } : {};
}

function besides(fields: Json): Json {
  const system = first(fields, [
    'system',
    'system_prompt',
    'systemPrompt',
    'instructions',
    'system_instructions',
    'gen_ai.system_instructions',
    'systemInstruction',
  ]);
  const tools = first(fields, [
    'tools',
    'gen_ai.tool.definitions',
    'ai.prompt.tools',
    'llm.tools',
    'functions',
  ]);
  return { ...(system === undefined ? {} : { system }), ...(tools === undefined ? {} : { tools }) };
}

const settings = [
  ...[
    'temperature',
    'top_p',
    'top_k',
    'max_tokens',
    'max_completion_tokens',
    'max_output_tokens',
    'stop',
    'stop_sequences',
    'seed',
  ],
  ...[
    'frequency_penalty',
    'presence_penalty',
    'response_format',
    'tool_choice',
    'reasoning',
    'reasoning_effort',
    'thinking',
  ],
];
const bundles = [
  'params',
  'kwargs',
  'model_parameters',
  'modelParameters',
  'invocation_params',
  'llm.invocation_parameters',
  'generation_config',
];

function settingsOf(fields: Json): Json {
  const given = settings.flatMap((name) => {
    const value = first(fields, [name, `gen_ai.request.${name}`, `ai.settings.${camel(name)}`]);
    return value === undefined ? [] : [[name, value]];
  });
  const bundled = bundles.map((key) => fields[key]).filter(isObject);
  return Object.assign({}, Object.fromEntries(given), ...bundled);
}

function camel(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function first(fields: Json, names: readonly string[]): unknown {
  return names.map((name) => fields[name]).find((value) => value !== undefined && value !== null);
}
