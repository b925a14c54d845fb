/** `scan` came to the end of the text inside the value. */
export const incomplete = -1;
/** `scan` met what cannot stand there; `at` says where. */
export const malformed = -2;

type Expected = 'value' | 'valueOrEnd' | 'keyOrEnd' | 'colon' | 'next';

/** Deeper nesting is no record; it bounds how far a line of opening brackets is followed. */
const deepest = 1000;

const space = /[ \t\n\r\f\v\0\ufeff\u00a0]/;
const word = /[^\s,:{}[\]"]+/y;
const literal = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|NaN|-?Infinity)$/;

/**
 * Finds the end of one JSON value in text that arrives in pieces, in bounded memory. As tolerant as the mending that
 * follows it: NaN, Infinity, trailing commas and control characters within strings pass; a line break within one does not.
 */
export class ValueScanner {
  readonly #closers: string[] = [];
  #expected: Expected = 'value';
  #isInString = false;
  #isEscaped = false;
  #word = '';
  #isDone = false;
  /** Offset of the offending character, in the piece that was malformed. */
  at = 0;

  /** The offset behind the value, `incomplete` (go on with the next piece from 0) or `malformed`. */
  scan(text: string, from: number): number {
    let at = from;
    while (at < text.length) {
      const next = this.#isInString ? this.#string(text, at) : this.#token(text, at);
      if (next === malformed) {
        this.at = at;
        return malformed;
      }
      at = next;
      if (this.#isDone) return at;
    }
    return incomplete;
  }

  #string(text: string, from: number): number {
    let at = from;
    if (this.#isEscaped) {
      this.#isEscaped = false;
      at += 1;
    }
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === 34) return this.#endOfString(at);
      if (code === 10) return malformed;
      if (code === 92) at += 1;
    }
    this.#isEscaped = at > text.length;
    return text.length;
  }

  #endOfString(at: number): number {
    this.#isInString = false;
    if (this.#expected === 'keyOrEnd') this.#expected = 'colon';
    else this.#endOfValue();
    return at + 1;
  }

  #token(text: string, at: number): number {
    const character = text.charAt(at);
    const code = text.charCodeAt(at);
    const isPunctuation =
      code === 34 || code === 44 || code === 58 || code === 91 || code === 93 || code === 123 || code === 125;
    if (isPunctuation || code === 32 || code === 10 || space.test(character)) {
      if (this.#word !== '') return this.#endOfWord(at);
      return isPunctuation ? this.#punctuation(character, at) : at + 1;
    }
    word.lastIndex = at;
    const match = word.exec(text);
    if (
      match === null ||
      this.#expected === 'keyOrEnd' ||
      this.#expected === 'colon' ||
      this.#expected === 'next'
    )
      return malformed;
    this.#word += match[0];
    return this.#word.length > deepest ? malformed : at + match[0].length;
  }

  #endOfWord(at: number): number {
    if (!literal.test(this.#word)) return malformed;
    this.#word = '';
    this.#endOfValue();
    return at;
  }

  #punctuation(character: string, at: number): number {
    switch (character) {
      case '"':
        return this.#startString(at);
      case '{':
      case '[':
        return this.#open(character, at);
      case ':':
        return this.#follow('colon', 'value', at);
      case ',':
        return this.#follow('next', this.#closers.at(-1) === '}' ? 'keyOrEnd' : 'valueOrEnd', at);
      default:
        return this.#close(character, at);
    }
  }

  #follow(expected: Expected, then: Expected, at: number): number {
    if (this.#expected !== expected) return malformed;
    this.#expected = then;
    return at + 1;
  }

  #startString(at: number): number {
    if (this.#expected === 'colon' || this.#expected === 'next') return malformed;
    this.#isInString = true;
    return at + 1;
  }

  #open(character: string, at: number): number {
    const isValue = this.#expected === 'value' || this.#expected === 'valueOrEnd';
    if (!isValue || this.#closers.length >= deepest) return malformed;
    this.#closers.push(character === '{' ? '}' : ']');
    this.#expected = character === '{' ? 'keyOrEnd' : 'valueOrEnd';
    return at + 1;
  }

  #close(character: string, at: number): number {
    const isEnd =
      this.#expected === 'next' || this.#expected === (character === '}' ? 'keyOrEnd' : 'valueOrEnd');
    if (!isEnd || this.#closers.pop() !== character) return malformed;
    this.#endOfValue();
    return at + 1;
  }

  #endOfValue(): void {
    this.#expected = 'next';
    this.#isDone = this.#closers.length === 0;
  }
}

/** The raw text of one member of a JSON object, so that no digit of its numbers is lost. */
export function memberText(object: string, name: string): string | undefined {
  let at = object.indexOf('{') + 1;
  while (at < object.length) {
    const keyStart = object.indexOf('"', at);
    if (keyStart < 0) return undefined;
    const keyEnd = new ValueScanner().scan(object, keyStart);
    if (keyEnd < 0) return undefined;
    const valueStart = object.indexOf(':', keyEnd) + 1;
    const valueEnd = new ValueScanner().scan(object, valueStart);
    if (valueEnd < 0) return undefined;
    if (JSON.parse(object.slice(keyStart, keyEnd)) === name) return object.slice(valueStart, valueEnd).trim();
    at = valueEnd;
  }
  return undefined;
}
