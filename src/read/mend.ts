import type { Alteration } from './record.ts';

/** The offset behind the string that opens at `open`, or the text's length when it is not closed. */
function endOfString(text: string, open: number): number {
  for (let quote = text.indexOf('"', open + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0;
    while (text.charCodeAt(quote - 1 - slashes) === 92) slashes += 1;
    if (slashes % 2 === 0) return quote + 1;
  }
  return text.length;
}

/** Applies one change to what stands in strings and another to what stands between them. */
function mapped(text: string, within: (part: string) => string, between: (part: string) => string): string {
  const parts: string[] = [];
  let at = 0;
  for (let open = text.indexOf('"'); open >= 0; open = text.indexOf('"', at)) {
    const end = endOfString(text, open);
    parts.push(between(text.slice(at, open)), within(text.slice(open, end)));
    at = end;
  }
  parts.push(between(text.slice(at)));
  return parts.join('');
}

const same = (part: string): string => part;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const control = /[\u0000-\u001f]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

const mends: readonly { readonly name: Alteration; readonly apply: (text: string) => string }[] = [
  {
    name: 'NaN or Infinity',
    apply: (text) => mapped(text, same, (part) => part.replace(/-?\b(?:NaN|Infinity)\b/g, 'null')),
  },
  {
    name: 'trailing comma',
    apply: (text) => mapped(text, same, (part) => part.replace(/,(?=\s*[}\]])/g, '')),
  },
  {
    name: 'control character',
    apply: (text) =>
      mapped(
        text,
        (part) => part.replace(control, escaped),
        (part) => part.replace(control, ' '),
      ),
  },
];

/** Makes JSON of what many loggers write in its place: `NaN` becomes null, a trailing comma goes, a raw tab is escaped. */
export function mend(text: string): { text: string; alterations: Alteration[] } {
  let mended = text;
  const alterations: Alteration[] = [];
  for (const { name, apply } of mends) {
    const before = mended;
    mended = apply(before);
    if (mended !== before) alterations.push(name);
  }
  return { text: mended, alterations };
}

const surrogate = /\\u[dD][89a-fA-F]/;
const anyEscape =
  /\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[dD][89a-fA-F][0-9a-fA-F]{2}|\\./gs;

/** Replaces escapes of half a character, as `.slice(0, 500)` of a preview leaves them, by U+FFFD: DuckDB refuses their line. */
export function withoutLoneSurrogates(text: string): string {
  if (!surrogate.test(text)) return text;
  return text.replace(anyEscape, (match) => (match.length === 6 ? '\\ufffd' : match));
}

/** A JSON object on one line: raw line breaks stand only between its tokens. */
export function oneLine(text: string): string {
  return text.includes('\n') || text.includes('\r') ? text.replace(/\s*[\r\n]+\s*/g, ' ') : text;
}
