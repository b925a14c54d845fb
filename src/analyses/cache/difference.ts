/** A request as a provider's API takes it, as far as the log has it. */
type Request = Readonly<Record<string, unknown>>;

/**
 * What was the first thing that two requests differ in, in the order in which caches read them: tools, system prompt, messages?
 * `tools changed: 12 → 13 definitions, search_docs added`; `system prompt differs at character 311: a timestamp`. Names the
 * kind of the text that differs, never the text. Undefined: nothing that is logged differs.
 */
export function difference(before: Request, after: Request): string | undefined {
  const [had, has] = [partsOf(before), partsOf(after)];
  return (
    toolDifference(had.tools, has.tools) ??
    textDifference('system prompt', had.system, has.system) ??
    messageDifference(had.messages, has.messages)
  );
}

type Parts = {
  readonly tools: readonly unknown[];
  readonly system: string;
  readonly messages: readonly unknown[];
};

/** A system prompt may stand by itself or as the first messages. */
function partsOf({ tools, system, messages, contents, prompt, input }: Request): Parts {
  const said = [messages, contents, prompt, input].find((value) => value !== undefined);
  const list = Array.isArray(said) ? said : said === undefined ? [] : [said];
  const isSystem = (message: unknown) => ['system', 'developer'].includes(String(fieldOf(message, 'role')));
  const front = list.findIndex((message) => !isSystem(message));
  const opening = front < 0 ? list : list.slice(0, front);
  return {
    tools: Array.isArray(tools) ? tools : [],
    system: [...(system === undefined ? [] : [system]), ...opening].map(wording).join('\n'),
    messages: list.slice(opening.length),
  };
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Request)[key] : undefined;
}

/** The text of a system prompt, without what marks it for the cache. */
function wording(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(wording).join('\n');
  const text = fieldOf(value, 'text') ?? fieldOf(value, 'content');
  return text === undefined ? JSON.stringify(value) : wording(text);
}

function toolDifference(before: readonly unknown[], after: readonly unknown[]): string | undefined {
  const same = before.length === after.length && before.every((tool, place) => isSame(tool, after[place]));
  if (same) return undefined;
  const [had, has] = [before.map(toolName), after.map(toolName)];
  const added = has.filter((name) => !had.includes(name)).map((name) => `${name} added`);
  const removed = had.filter((name) => !has.includes(name)).map((name) => `${name} removed`);
  const isMoved = added.length === 0 && removed.length === 0 && had.join() !== has.join();
  const redefined = has.filter((name, place) => had[place] === name && !isSame(before[place], after[place]));
  const what = isMoved ? ['another order'] : [...added, ...removed];
  const told = what.length > 0 ? what : redefined.map((name) => `${name} defined anew`);
  return `tools changed: ${count(before.length)} → ${count(after.length)} definitions, ${few(told)}`;
}

/** Without what marks it for the cache. */
const isSame = (one: unknown, other: unknown) => plain(one) === plain(other);
const plain = (value: unknown) =>
  JSON.stringify(value, (key, inner: unknown) => (key === 'cache_control' ? undefined : inner));

function toolName(tool: unknown): string {
  return String(fieldOf(tool, 'name') ?? fieldOf(fieldOf(tool, 'function'), 'name') ?? '(no name)').slice(
    0,
    60,
  );
}

function few(texts: readonly string[]): string {
  const most = 3;
  return `${texts.slice(0, most).join(', ')}${texts.length > most ? ` and ${texts.length - most} more` : ''}`;
}

function messageDifference(before: readonly unknown[], after: readonly unknown[]): string | undefined {
  const place = before.findIndex((message, index) => !isSame(message, after[index]));
  if (place < 0) return undefined;
  const [had, has] = [before[place], after[place]];
  const name = `message ${count(place + 1)} of ${count(before.length)}`;
  if (has === undefined) return `${name} is gone, and all behind it`;
  const role = fieldOf(had, 'role');
  const told = `${name}${typeof role === 'string' ? ` (${role.slice(0, 20)})` : ''}`;
  return textDifference(told, plain(had), plain(has));
}

function textDifference(name: string, before: string, after: string): string | undefined {
  if (before === after) return undefined;
  if (before === '' || after === '') return `${name} ${before === '' ? 'added' : 'removed'}`;
  let at = 0;
  while (at < before.length && before[at] === after[at]) at += 1;
  const kind = kindAt(before, at) ?? kindAt(after, at) ?? kindBehind(after, at);
  return `${name} differs at character ${count(at + 1)}${kind === undefined ? '' : `: ${kind}`}`;
}

/** What stands in text that was put in there. */
function kindBehind(text: string, at: number): string | undefined {
  const added = text.slice(at, at + 80);
  const kind = kinds.find(([name, pattern]) => name !== 'a number' && added.search(pattern) >= 0)?.[0];
  return kind === undefined ? undefined : `text with ${kind}`;
}

/** Such text changes from request to request. */
const kinds: readonly (readonly [string, RegExp])[] = [
  ['a timestamp', /\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?/g],
  [
    'a date',
    /\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\b(January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\.? \d{1,2}(, \d{4})?|\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b/g,
  ],
  ['a time of day', /\b\d{1,2}:\d\d(:\d\d)?( ?[AaPp]\.?[Mm]\.?)?/g],
  [
    'an id',
    /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b(?=[0-9a-f]*\d)[0-9a-f]{8,}\b/gi,
  ],
  ['a number', /\d+([.,]\d+)*/g],
];

/** What the text around a place is. */
function kindAt(text: string, at: number): string | undefined {
  const [from, window] = [Math.max(0, at - 40), text.slice(Math.max(0, at - 40), at + 41)];
  const holds = (pattern: RegExp) =>
    [...window.matchAll(pattern)].some(
      (match) => from + match.index <= at && at <= from + match.index + match[0].length,
    );
  return kinds.find(([, pattern]) => holds(pattern))?.[0];
}

const count = (value: number) => value.toLocaleString('en');
