import { isObject } from './attributes.ts';

type Json = Readonly<Record<string, unknown>>;

/** One message of a conversation as a person reads it; its parts, whoever's API they are of, one below the other. */
export function messageText(message: Json): string {
  const { content = message['parts'] } = message;
  const calls = Array.isArray(message['tool_calls']) ? message['tool_calls'] : [];
  return [...partsOf(content), ...calls].map(partText).join('\n');
}

function partsOf(content: unknown): unknown[] {
  if (Array.isArray(content)) return content;
  return content === undefined || content === null ? [] : [content];
}

function partText(part: unknown): string {
  if (!isObject(part)) return typeof part === 'string' ? part : JSON.stringify(part);
  const text =
    part['text'] ??
    part['thinking'] ??
    (part['type'] === 'text' || part['type'] === 'reasoning' ? part['content'] : undefined);
  if (typeof text === 'string') return text;
  return toolCallText(part) ?? toolResultText(part) ?? otherText(part);
}

/** `search {"query":"…"}` in the words of Anthropic, OpenAI, the AI SDK and OpenTelemetry. */
function toolCallText(part: Json): string | undefined {
  const called = isObject(part['function']) ? part['function'] : part;
  const name = called['name'] ?? called['toolName'];
  const input = called['input'] ?? called['arguments'] ?? called['args'];
  if (typeof name !== 'string' || input === undefined) return undefined;
  return `${name} ${typeof input === 'string' ? input : JSON.stringify(input)}`;
}

function toolResultText(part: Json): string | undefined {
  const result = part['content'] ?? part['response'] ?? part['result'] ?? part['output'];
  if (!/result|response/.test(String(part['type'])) || result === undefined) return undefined;
  return partsOf(result).map(partText).join('\n');
}

/** Pictures and the like are named, not printed. */
function otherText(part: Json): string {
  const text = JSON.stringify(part);
  return text.length > 2000
    ? `(${String(part['type'] ?? 'part')}, ${text.length.toLocaleString('en')} characters)`
    : text;
}
