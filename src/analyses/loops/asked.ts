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

/**
 * Do two calls ask for different things of one kind (page 1 and page 2, one file and another)? They do when a value that is a
 * name differs, or when texts differ in nothing but the numbers, paths and ids in them.
 */
export function isEnumeration(one: Asked, other: Asked): boolean {
  const differing = [...new Set([...one.keys(), ...other.keys()])].filter(
    (path) => one.get(path) !== other.get(path),
  );
  return differing.some((path) => {
    const [before = '', after = ''] = [one.get(path), other.get(path)];
    if (isName(before) || isName(after)) return true;
    const [left, right] = [before.split(/\s+/), after.split(/\s+/)];
    return [...difference(left, right), ...difference(right, left)].every(isPointer);
  });
}

function difference(one: readonly string[], other: readonly string[]): string[] {
  const known = new Set(other);
  return one.filter((word) => !known.has(word));
}

/** Words that say nothing of what is asked for. */
const empty = new Set('a an and at by for from how in is of on or the to what with'.split(' '));

const stems = new WeakMap<Asked, ReadonlySet<string>>();

/** The words of all values, without endings of the plural. */
function wordsOf(asked: Asked): ReadonlySet<string> {
  const known = stems.get(asked);
  if (known !== undefined) return known;
  const words = [...asked.values()].flatMap((value) => value.match(/[\p{L}\p{N}]+/gu) ?? []);
  const made = new Set(
    words.filter((word) => !empty.has(word)).map((word) => word.replace(/(?<=\w{3})s$/, '')),
  );
  stems.set(asked, made);
  return made;
}

/** The share of words that two calls have in common, 0 to 1. */
export function likeness(one: Asked, other: Asked): number {
  const [left, right] = [wordsOf(one), wordsOf(other)];
  const both = [...left].filter((word) => right.has(word)).length;
  const either = left.size + right.size - both;
  return either === 0 ? 1 : both / either;
}
