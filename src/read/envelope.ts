import { memberText } from './valueScanner.ts';

type Logged = Readonly<Record<string, unknown>>;

/** What a log shipper wrapped: text to read as if it were a line, and the shipper's own time under its own name. */
export type Payload = { readonly text: string; readonly time: string | undefined };

/** Where shippers put the line as a string: docker `log`, CloudWatch `message` and `@message`, journald, Loki, Google, Splunk. */
const lineKeys = [
  'message',
  '@message',
  'log',
  'msg',
  'MESSAGE',
  'line',
  'textPayload',
  '_raw',
  'body',
  'event',
];
/** Where they put the record as an object, whatever else there is. */
const objectKeys = ['jsonPayload', '_source', '_raw'];
/** Where Python's `extra=` and loguru put it, beside a `message` that is only a label. */
const extraKeys = [
  'trace',
  'llm_trace',
  'llm',
  'record',
  'extra',
  'data',
  'payload',
  'fields',
  'attributes',
  'span',
  'context',
];
const labelKeys = ['message', 'msg', 'event', 'text'];
const timeKeys = [
  'time',
  '@timestamp',
  'timestamp',
  'ts',
  'date',
  'asctime',
  '_time',
  '__REALTIME_TIMESTAMP',
  'ingestionTime',
];

/** A record that has one of these is no envelope, whatever its message holds: models answer in JSON, too. */
const measured = /token|usage|model|cost|prompt|completion|gen_ai|resourceSpans/i;
const spanIdentity = /^(span_?id|parent_?(span_?)?id|start_?time\w*|operation_?name|context|kind)$/i;
/** What an object beside a label must have to be taken for the record. */
const telling = /token|usage|model|cost|trace|span|gen_ai|llm|latency|duration/i;
const timely =
  /^(@?timestamp|_?time|ts|date|date_?time|asctime|created(_?at)?|start\w*|end(ed)?(_?at|_?time\w*)?|logged_?at|event_?time)$/i;

/** What the record carries as another record's text, or nothing when it is no envelope. `text` is the JSON that gave `value`. */
export function payloadsOf(value: Logged, text: string): Payload[] | undefined {
  return lists(value) ?? (text.includes('{\\"') ? lines(value) : undefined) ?? objects(value, text);
}

/** CloudWatch: `logEvents` of a subscription, `events` of `filter-log-events`. */
function lists(value: Logged): Payload[] | undefined {
  const events = value['logEvents'] ?? value['events'];
  if (!Array.isArray(events) || events.length === 0 || !events.every(isLogEvent)) return undefined;
  return events.map((event) => ({ text: event.message, time: timeOf(event) }));
}

function isLogEvent(event: unknown): event is Logged & { message: string } {
  return isObject(event) && typeof event['message'] === 'string' && 'timestamp' in event;
}

function lines(value: Logged): Payload[] | undefined {
  const key = lineKeys.find((name) => typeof value[name] === 'string' && holdsObject(value[name]));
  if (key === undefined || !isPlumbing(value, key)) return undefined;
  return [{ text: String(value[key]), time: timeOf(value) }];
}

function holdsObject(text: string): boolean {
  return /\{\s*"/.test(text);
}

function objects(value: Logged, text: string): Payload[] | undefined {
  const path = objectPath(value);
  const found = path?.reduce<string | undefined>((outer, key) => outer && memberText(outer, key), text);
  return found === undefined ? undefined : [{ text: found, time: timeOf(value) ?? timeOf(innerOf(value)) }];
}

function objectPath(value: Logged): string[] | undefined {
  const key = objectKeys.find((name) => isObject(value[name]));
  if (key !== undefined) return [key];
  return datadogPath(value) ?? splunkPath(value) ?? extraPath(value);
}

/** Its events API nests twice (`attributes.attributes`, formerly `content.attributes`); its archives are as `extraKeys`. */
function datadogPath(value: Logged): string[] | undefined {
  const key = ['attributes', 'content'].find((name) => isRecord(innerObject(value[name])));
  return key === undefined || !isPlumbing(value, key) ? undefined : [key, 'attributes'];
}

function innerObject(value: unknown): unknown {
  return isObject(value) ? value['attributes'] : undefined;
}

function innerOf(value: Logged): Logged {
  const inner = value['attributes'] ?? value['content'];
  return isObject(inner) ? inner : {};
}

function splunkPath(value: Logged): string[] | undefined {
  return isObject(value['result']) && '_raw' in value['result'] ? ['result'] : undefined;
}

function extraPath(value: Logged): string[] | undefined {
  if (!labelKeys.some((name) => typeof value[name] === 'string')) return undefined;
  const key = extraKeys.find((name) => isRecord(value[name]));
  if (key === undefined || !isPlumbing(value, key)) return undefined;
  return Object.keys(value).some((name) => spanIdentity.test(name) && name !== key) ? undefined : [key];
}

function isPlumbing(value: Logged, payloadKey: string): boolean {
  return !Object.keys(value).some((name) => name !== payloadKey && measured.test(name));
}

function isRecord(value: unknown): boolean {
  return isObject(value) && Object.keys(value).some((name) => telling.test(name));
}

function isObject(value: unknown): value is Logged {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The shipper's time as one JSON member. */
function timeOf(value: Logged): string | undefined {
  const key = timeKeys.find((name) => typeof value[name] === 'string' || typeof value[name] === 'number');
  return key === undefined ? undefined : timeMember(key, value[key]);
}

/** `"time":"2026-11-03T09:00:00.5Z"`; Python's logging writes a comma before the milliseconds. */
export function timeMember(key: string, time: unknown): string {
  const instant = typeof time === 'string' ? time.replace(/(:\d\d),(\d+)/, '$1.$2') : time;
  return `${JSON.stringify(key)}:${JSON.stringify(instant)}`;
}

/** Adds the shipper's time to a record that logs none itself; a record that has any time keeps its own. */
export function withTime(text: string, value: Logged, member: string | undefined): string {
  if (member === undefined || Object.keys(value).some((name) => timely.test(name))) return text;
  const isEmpty = Object.keys(value).length === 0;
  return `{${member}${isEmpty ? '' : ','}${text.trimStart().slice(1)}`;
}
