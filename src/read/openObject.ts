import { type Alteration, merged } from './record.ts';
import { incomplete, malformed, ValueScanner } from './valueScanner.ts';

export type Line = {
  readonly text: string;
  readonly number: number;
  readonly alterations: readonly Alteration[];
  /** False for a last line without its newline. */
  readonly isEnded: boolean;
};

/** An object that did not end on the line it began on. Keeps the lines, should it turn out to be none. */
export class OpenObject {
  readonly #scanner = new ValueScanner();
  readonly #lines: Line[];
  readonly #parts: string[];
  #length: number;
  #alterations: readonly Alteration[];
  /** What follows the object on its last line. */
  rest: readonly Line[] = [];

  /** `from`: where it starts in the line, white space before the text not counted. */
  constructor(line: Line, from: number) {
    const part = `${line.text.replace(/^[\s\0]+/, '').slice(from)}\n`;
    this.#scanner.scan(part, 0);
    this.#lines = [line];
    this.#parts = [part];
    this.#length = part.length;
    this.#alterations = merged(['document'], line.alterations);
  }

  add(line: Line, longest: number): 'open' | 'closed' | 'broken' {
    const text = line.isEnded ? `${line.text}\n` : line.text;
    const end = this.#scanner.scan(text, 0);
    this.#lines.push(line);
    this.#length += text.length;
    if (end === malformed || this.#length > longest) return 'broken';
    this.#parts.push(end === incomplete ? text : text.slice(0, end));
    this.#alterations = merged(this.#alterations, line.alterations);
    if (end === incomplete) return 'open';
    const rest = line.text.slice(end);
    this.rest = /^[\s,\]\0]*$/.test(rest) ? [] : [{ ...line, text: rest }];
    return 'closed';
  }

  get text(): string {
    return this.#parts.join('');
  }

  get alterations(): readonly Alteration[] {
    return this.#alterations;
  }

  get first(): number {
    return this.#lines[0]?.number ?? 1;
  }

  get isFirstEnded(): boolean {
    return this.#lines[0]?.isEnded === true;
  }

  /** The lines after the first. */
  get following(): readonly Line[] {
    return this.#lines.slice(1);
  }

  /** A syntax error after several good lines makes one broken record; right after the first line, or where another record starts, that line was torn. */
  get isOneRecord(): boolean {
    return this.#lines.length > 2 && this.#lines[1]?.text.startsWith('{') === false;
  }

  get complaint(): string {
    return this.isOneRecord
      ? `not JSON from line ${this.#lines.at(-1)?.number} on`
      : 'the object does not end';
  }
}
