import type { LoggedObject } from './fixtureLogs.ts';

/** A sequence of numbers in [0, 1) that a seed fixes (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const odd: readonly unknown[] = [
  ...[null, '', 0, -1, 1.5, 1e300, 2 ** 53, true, false, 'text', '12.7', 'NaN', '\ud83d', '{"a":'],
  ...[
    '2026-11-03 25:61:00',
    '0x',
    'infinity',
    '-infinity',
    '294247-01-10',
    '\u0000',
    [],
    {},
    [{}],
    [[]],
    { a: 1 },
    { '': { '"': [null] } },
  ],
];

const texts = ['"', '{', '}', '[', ']', ',', ':', '\\', '\\ud83d', 'NaN', '1e999', '\t', '\u0000', ' '];

/** One record as text, changed in up to four places: values within it, or the text itself. */
export function mutated(record: LoggedObject, random: () => number): string {
  const changes = 1 + Math.floor(random() * 4);
  if (random() < 0.3) return repeated(changes, JSON.stringify(record), (text) => mutatedText(text, random));
  return JSON.stringify(repeated(changes, record as unknown, (value) => mutatedValue(value, random)));
}

function repeated<T>(times: number, start: T, change: (value: T) => T): T {
  return Array.from({ length: times }).reduce<T>((value) => change(value), start);
}

function pick<T>(from: readonly T[], random: () => number): T {
  return from[Math.floor(random() * from.length)] as T;
}

/** Goes down a random way and changes what is there: another value, another place, nothing, or twice the same. */
function mutatedValue(value: unknown, random: () => number): unknown {
  if (typeof value !== 'object' || value === null || random() < 0.15) return pick(odd, random);
  const entries = Object.entries(value);
  if (entries.length === 0) return pick(odd, random);
  const [key, inner] = pick(entries, random);
  if (Array.isArray(value)) return mutatedList(value, Number(key), random);
  const way = random();
  if (way < 0.15) return Object.fromEntries(entries.filter(([name]) => name !== key));
  if (way < 0.25) return { ...value, [pick(entries, random)[0]]: inner };
  return { ...value, [key]: mutatedValue(inner, random) };
}

function mutatedList(list: readonly unknown[], at: number, random: () => number): unknown[] {
  const way = random();
  if (way < 0.1) return list.toSpliced(at, 1);
  return list.toSpliced(at, 1, ...(way < 0.2 ? [list[at], list[at]] : [mutatedValue(list[at], random)]));
}

function mutatedText(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  const length = Math.floor(random() * 3);
  return `${text.slice(0, at)}${random() < 0.3 ? '' : pick(texts, random)}${text.slice(at + length)}`;
}
