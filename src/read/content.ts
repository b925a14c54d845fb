import { content } from '../dialects/aliases.ts';
import { isObject, plainAttributes, unquoted } from './attributes.ts';
import { messageText } from './message.ts';

/** One text that people, models or tools wrote, and where it stands in the record. */
export type Content = { readonly field: string; readonly text: string };

type Json = Readonly<Record<string, unknown>>;

/** Everything in a record that is text for people: prompts, answers, arguments and results of tools, documents found. */
export function contentOf(record: Json): Content[] {
  return Object.entries(record).flatMap(([key, value]) => below(key, key, plainAttributes(value)));
}

function below(key: string, field: string, value: unknown): Content[] {
  if (isContent(key)) return texts(field, value);
  if (Array.isArray(value))
    return value.flatMap((element, index) => below(key, `${field}[${index}]`, element));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    below(name, `${field}.${name}`, plainAttributes(inner)),
  );
}

const named = new Set([...content, 'definitions', 'documents', 'value', 'object'].map(plain));
/** How names of further such fields end: `user_message`, `finalAnswer`. */
const endings = new Set(
  'text prompt message messages content contents completion response answer query question preview transcript'.split(
    ' ',
  ),
);
/** The provider, in OpenTelemetry's and OpenInference's old words. */
const provider = /^(gen_ai|llm)\.system$/;
/** `value` is text only here; elsewhere it is a number. */
const bareValue = /^(value|object)$/;
const markedValue = /^(input|output)\.value$|^ai\.response\.object$/;

function isContent(key: string): boolean {
  const last = key.split('.').at(-1) ?? key;
  if (provider.test(key)) return false;
  return bareValue.test(last) ? markedValue.test(key) : named.has(plain(last)) || endings.has(lastWord(last));
}

function lastWord(name: string): string {
  return (name.split(/[^\p{L}\p{N}]+|(?<=[\p{Ll}\d])(?=\p{Lu})/u).at(-1) ?? name).toLowerCase();
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function texts(field: string, logged: unknown): Content[] {
  const value = unquoted(logged);
  if (typeof value === 'string') return value === '' ? [] : [{ field, text: value }];
  if (Array.isArray(value) && value.some(isMessage))
    return value.flatMap((message, index) => texts(`${field}[${index}]`, message));
  if (isMessage(value)) return [{ field: `${field} ${value['role']}`, text: messageText(value) }];
  if (isObject(value) && holdsMessages(value))
    return contentOf(value).map((inner) => ({ ...inner, field: `${field}.${inner.field}` }));
  const isEmpty = !isObject(value) && !Array.isArray(value);
  return isEmpty || Object.keys(value).length === 0 ? [] : [{ field, text: JSON.stringify(value, null, 2) }];
}

function isMessage(value: unknown): value is Json {
  return isObject(value) && typeof value['role'] === 'string';
}

/** A request or response as a provider has it, rather than a tool's own object. */
function holdsMessages(value: Json): boolean {
  return ['choices', 'messages', 'message', 'candidates', 'generations', 'usage'].some(
    (key) => isObject(value[key]) || Array.isArray(value[key]),
  );
}
