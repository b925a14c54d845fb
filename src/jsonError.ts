/** Where a text stops being JSON, counted from 1, and the character that stands there. */
type JsonError = { readonly line: number; readonly column: number; readonly reason: string };

/**
 * Finds the first error of a text that `JSON.parse` refused; its own messages name no place on some versions of Node, and
 * quote the text. Undefined for valid JSON.
 */
export function jsonError(text: string): JsonError | undefined {
  try {
    new Scanner(text).document();
    return undefined;
  } catch (error) {
    if (!(error instanceof Unexpected)) throw error;
    const before = text.slice(0, error.at);
    const lineStart = before.lastIndexOf('\n') + 1;
    return {
      line: before.split('\n').length,
      column: error.at - lineStart + 1,
      reason: reasonAt(text, error),
    };
  }
}

class Unexpected {
  readonly at: number;
  readonly expected: string;

  constructor(at: number, expected: string) {
    this.at = at;
    this.expected = expected;
  }
}

/** Only a character of JSON's own is named: any other may belong to text that nobody wants on a screen. */
function reasonAt(text: string, { at, expected }: Unexpected): string {
  if (at >= text.length) return `the file ends where ${expected} was expected`;
  if (text.startsWith('//', at) || text.startsWith('/*', at)) return 'JSON has no comments';
  const isTrailing = /[}\]]/.test(text[at] ?? '') && /,\s*$/.test(text.slice(0, at));
  if (isTrailing) return `a comma before "${text[at]}"`;
  return `expected ${expected}`;
}

const name = /[ \t\r\n]*"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/uy;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/;
const scalar = new RegExp(`${name.source}|[ \\t\\r\\n]*(?:${number.source}|true|false|null)`, 'uy');

/** One pass of recursive descent; each part is one sticky expression. */
class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): void {
    this.#value();
    this.#expect(/[ \t\r\n]*$/y, 'the end of the file');
  }

  #value(): void {
    if (this.#skip(/[ \t\r\n]*\{/y)) this.#members('}', () => this.#member());
    else if (this.#skip(/[ \t\r\n]*\[/y)) this.#members(']', () => this.#value());
    else this.#expect(scalar, 'a value');
  }

  #members(close: '}' | ']', one: () => void): void {
    const closing = close === '}' ? /[ \t\r\n]*\}/y : /[ \t\r\n]*\]/y;
    if (this.#skip(closing)) return;
    do one();
    while (this.#skip(/[ \t\r\n]*,/y));
    this.#expect(closing, `"," or "${close}"`);
  }

  #member(): void {
    this.#expect(name, 'a name in double quotes');
    this.#expect(/[ \t\r\n]*:/y, '":"');
    this.#value();
  }

  #skip(part: RegExp): boolean {
    part.lastIndex = this.#at;
    if (!part.test(this.#text)) return false;
    this.#at = part.lastIndex;
    return true;
  }

  #expect(part: RegExp, expected: string): void {
    if (this.#skip(part)) return;
    this.#skip(/[ \t\r\n]+/y);
    throw new Unexpected(this.#at, expected);
  }
}
