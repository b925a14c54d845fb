import type { Alteration } from './record.ts';
import { incomplete, malformed, ValueScanner } from './valueScanner.ts';

/** One element of a top-level array; its text is missing when it is longer than the longest record. */
export type Element = {
  readonly line: number;
  readonly text: string | undefined;
  readonly length: number;
  readonly alterations: readonly Alteration[];
};

/** What a piece of text came to: `end` is where to go on. */
export type ArrayStep = {
  readonly end: number;
  readonly element?: Element;
  readonly state: 'within' | 'closed' | 'broken';
};

/** The opening of an array of objects: nothing but the first of them, or a line's end, follows. */
const arrayStart = /[\s\0]*\[[^\S\n]*(?=\{|\n|\r|$)/y;

/** The offset behind the bracket of an array of records that starts here; undefined: none does. */
export function arrayStartEnd(text: string, from: number): number | undefined {
  arrayStart.lastIndex = from;
  return text.charCodeAt(from) !== 123 && arrayStart.test(text) ? arrayStart.lastIndex : undefined;
}

/** Reads an array of any length element by element, holding one of them. Starts behind its bracket, on `line`. */
export class ArrayScanner {
  readonly #longest: number;
  #scanner: ValueScanner | undefined;
  #parts: string[] = [];
  #length = 0;
  #alterations: readonly Alteration[] = [];
  /** Where the element that is being read starts. */
  start: number;
  /** Where the text that was read ends. */
  line: number;

  constructor(line: number, longest: number) {
    this.line = line;
    this.start = line;
    this.#longest = longest;
  }

  get isWithinElement(): boolean {
    return this.#scanner !== undefined;
  }

  scan(text: string, from: number, alterations: readonly Alteration[]): ArrayStep {
    if (this.#scanner === undefined) return this.#between(text, from);
    const end = this.#scanner.scan(text, from);
    if (end === malformed) return this.#broken(text, from, this.#scanner.at);
    const upTo = end === incomplete ? text.length : end;
    this.#hold(text.slice(from, upTo), alterations);
    if (end === incomplete) return { end: upTo, state: 'within' };
    return { end: upTo, state: 'within', element: this.#element() };
  }

  #hold(part: string, alterations: readonly Alteration[]): void {
    this.line += newlines(part);
    this.#length += part.length;
    this.#parts = this.#length > this.#longest ? [] : [...this.#parts, part];
    this.#alterations = [...new Set([...this.#alterations, ...alterations])];
  }

  #element(): Element {
    const text = this.#length > this.#longest ? undefined : this.#parts.join('');
    this.#scanner = undefined;
    return { line: this.start, text, length: this.#length, alterations: this.#alterations };
  }

  #between(text: string, from: number): ArrayStep {
    let at = from;
    while (at < text.length && /[\s,\0]/.test(text.charAt(at))) at += 1;
    this.line += newlines(text.slice(from, at));
    if (text.charAt(at) === ']') return { end: at + 1, state: 'closed' };
    if (at < text.length) this.#startElement();
    return { end: at, state: 'within' };
  }

  #startElement(): void {
    this.#scanner = new ValueScanner();
    this.#parts = [];
    this.#length = 0;
    this.#alterations = ['document'];
    this.start = this.line;
  }

  /** Reading goes on with the line after the error. */
  #broken(text: string, from: number, at: number): ArrayStep {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline + 1;
    this.line += newlines(text.slice(from, end));
    return { end, state: 'broken' };
  }
}

/** `part` is a slice: the search for the next newline must not run to the end of a long line for each of its elements. */
function newlines(part: string): number {
  let count = 0;
  for (let at = part.indexOf('\n'); at >= 0; at = part.indexOf('\n', at + 1)) count += 1;
  return count;
}
