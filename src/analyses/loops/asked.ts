/** What a tool call asks for, as far as two calls can be compared: each value in the arguments under its path. */
export type Asked = ReadonlyMap<string, string>;

/** `text`: canonical JSON, or a text that a long one was cut to. */
export function askedOf(text: string): Asked {
  const values = new Map<string, string>();
  collect(parsed(text), '', values);
  return values;
}

/** The digest of the whole behind a text that was too long to keep. */
const cut = /…[0-9a-f]{32}$/;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return text.replace(cut, '');
  }
}

/** Lists of plain values are one value: a set of key words, a range. */
function collect(value: unknown, path: string, into: Map<string, string>): void {
  if (typeof value !== 'object' || value === null) {
    into.set(path, String(value).toLowerCase());
  } else if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) {
    into.set(path, value.join(' ').toLowerCase());
  } else {
    for (const [key, item] of Object.entries(value)) collect(item, `${path}.${key}`, into);
  }
}

const few = 3;

/** A value of fewer than three words names something: a number, an id, a path. */
const isName = (value: string) => value.split(/\s+/).filter((word) => word !== '').length < few;

/** Does one of the words point at something, rather than say something: a number, an id, a path, an address? */
const isPointer = (word: string) => /[\d/\\_@#=$]|\w\.\w|::/.test(word);

/** What two calls differ in: nothing but numbers, something that has a name, or the words of a text. */
export type Difference = 'number' | 'name' | 'words';

/**
 * Do two calls ask for different things of one kind (page 1 and page 2, one file and another)? They do when a value that is a
 * number or a name differs, or when texts differ in nothing but the numbers, paths and ids in them.
 */
export function differenceOf(one: Asked, other: Asked): Difference {
  const found = new Set(
    differing(one, other).map((path) => valueDifference(one.get(path) ?? '', other.get(path) ?? '')),
  );
  return found.has('name') ? 'name' : found.has('number') ? 'number' : 'words';
}

function differing(one: Asked, other: Asked): string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter((path) => one.get(path) !== other.get(path));
}

function valueDifference(before: string, after: string): Difference {
  const [left, right] = [before.split(/\s+/), after.split(/\s+/)];
  const words = [...difference(left, right), ...difference(right, left)].filter((word) => word !== '');
  if (words.every(isNumber)) return 'number';
  return isName(before) || isName(after) || words.every(isPointer) ? 'name' : 'words';
}

const isNumber = (word: string) => /^[-+#(]?\d[\d.,:]*\)?$/.test(word);

function difference(one: readonly string[], other: readonly string[]): string[] {
  const known = new Set(other);
  return one.filter((word) => !known.has(word));
}

/** Words that say nothing of what is asked for. */
const empty = new Set('a an and at by for from how in is of on or the to what with'.split(' '));

/** The words of a text, without endings of the plural. */
const wordsOf = (value: string): string[] =>
  (value.match(/[\p{L}\p{N}]+/gu) ?? [])
    .filter((word) => !empty.has(word))
    .map((word) => word.replace(/(?<=\w{3})s$/, ''));

const wordSets = new WeakMap<Asked, ReadonlySet<string>>();

function allWordsOf(asked: Asked): ReadonlySet<string> {
  const known = wordSets.get(asked);
  if (known !== undefined) return known;
  const made = new Set([...asked.values()].flatMap(wordsOf));
  wordSets.set(asked, made);
  return made;
}

/** The share of words that two calls have in common, 0 to 1. */
export function likeness(one: Asked, other: Asked): number {
  return overlap(allWordsOf(one), allWordsOf(other));
}

/** The same of the values that differ: what stays the same beside a question does not make two of them alike. */
export function rewordingOf(one: Asked, other: Asked): number {
  const paths = differing(one, other);
  const words = (asked: Asked) => new Set(paths.flatMap((path) => wordsOf(asked.get(path) ?? '')));
  return overlap(words(one), words(other));
}

function overlap(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const both = [...left].filter((word) => right.has(word)).length;
  const either = left.size + right.size - both;
  return either === 0 ? 1 : both / either;
}
