import { ArrayScanner, arrayStartEnd, type Element } from './arrayScanner.ts';
import type { Block } from './decoder.ts';
import { heldWith, noText } from './heldLine.ts';
import { ItemList } from './itemList.ts';
import { type IsRecord, isFound, type Reading, readLine, readObject } from './line.ts';
import { type Line, OpenObject } from './openObject.ts';
import { PartialLines } from './partialLines.ts';
import { type Alteration, type Item, merged, unaltered } from './record.ts';

export type ScanOptions = {
  /** A record of a known dialect is never taken for an envelope. */
  readonly isRecord?: IsRecord;
  /** Longest line or record, in characters. */
  readonly longest?: number;
};

const longestRecord = 256 << 20;

/**
 * Cuts text, pushed in order as blocks, into records: one a line, or several, or one over many lines, or the elements of
 * an array, alone or mixed. Holds at most one record. Where blocks are cut (between lines, or within a long one) makes no difference.
 */
export class RecordScanner {
  readonly #isRecord: IsRecord;
  readonly #longest: number;
  readonly #partial = new PartialLines();
  readonly #items = new ItemList();
  #line = 1;
  #held = noText;
  #open: OpenObject | undefined;
  #array: ArrayScanner | undefined;
  #isSkipping = false;
  /** Records were found that are not one a line. */
  isDocument = false;

  constructor({ isRecord = () => false, longest = longestRecord }: ScanOptions = {}) {
    this.#isRecord = isRecord;
    this.#longest = longest;
  }

  /** What the block completes. */
  push({ text, alterations }: Block): Item[] {
    for (let at = 0; at < text.length; ) {
      at = this.#array
        ? this.#scanArray(this.#array, text, at, alterations)
        : this.#scanLine(text, at, alterations);
    }
    return this.#items.taken();
  }

  /** What the end of the file completes, or cuts off. */
  end(): Item[] {
    if (this.#array?.isWithinElement) this.#items.reject(this.#array.start, 'torn last record', true);
    this.#array = undefined;
    if (this.#held.length > 0) this.#endLine('', this.#held.alterations, false);
    if (this.#open) this.#endOpen(this.#open);
    for (const line of this.#partial.unfinished()) this.#items.reject(line, 'torn last line', true);
    return this.#items.taken();
  }

  /** Is it amid an array or an object of several lines, or has it found one? */
  get isWithinDocument(): boolean {
    return this.isDocument || this.#array !== undefined || this.#open !== undefined;
  }

  #reading(alterations: readonly Alteration[]): Reading {
    return { alterations, isRecord: this.#isRecord, depth: 0 };
  }

  #scanLine(text: string, from: number, alterations: readonly Alteration[]): number {
    if (this.#held.length === 0 && this.#open === undefined) {
      const end = arrayStartEnd(text, from);
      if (end !== undefined) return this.#openArray(text, from, end);
    }
    const newline = text.indexOf('\n', from);
    if (newline < 0) {
      this.#held = heldWith(this.#held, text.slice(from), alterations, this.#longest);
      return text.length;
    }
    this.#endLine(text.slice(from, newline), alterations, true);
    return newline + 1;
  }

  #endLine(rest: string, alterations: readonly Alteration[], isEnded: boolean): void {
    const held = this.#held;
    const length = held.length + rest.length;
    const number = this.#line;
    this.#line += 1;
    this.#held = noText;
    if (length > this.#longest) {
      this.#items.reject(number, this.#tooLong(length));
      return;
    }
    const text = held.length === 0 ? rest : held.parts.join('') + rest;
    this.#read([{ text, number, alterations: merged(held.alterations, alterations), isEnded }]);
  }

  #tooLong(length: number): string {
    return `longer than ${this.#longest >> 20} MB (${Math.round(length / 2 ** 20)} MB)`;
  }

  /** Reads lines; those of an object that turns out not to be one are read again, each on its own. */
  #read(lines: readonly Line[]): void {
    let queue = lines;
    for (let next = 0; next < queue.length; ) {
      const line = queue[next] as Line;
      next += 1;
      const again = this.#open ? this.#continueOpen(this.#open, line) : this.#readAlone(line);
      if (again.length === 0) continue;
      queue = again.concat(queue.slice(next));
      next = 0;
    }
  }

  #readAlone(line: Line): readonly Line[] {
    if (this.#isSkipping && !/^[{[]/.test(line.text)) return [];
    this.#isSkipping = false;
    const joined = this.#partial.join(line.text, line.number);
    if (joined === undefined) return [];
    const { parts, openAt } = readLine(joined.text, this.#reading(line.alterations));
    this.#items.add(parts, joined.line, !line.isEnded);
    if (parts.some((part) => isFound(part) && part.alterations.includes('several on a line')))
      this.isDocument = true;
    if (openAt !== undefined)
      this.#open = new OpenObject({ ...line, text: joined.text, number: joined.line }, openAt);
    return [];
  }

  #continueOpen(open: OpenObject, line: Line): readonly Line[] {
    const state = open.add(line, this.#longest);
    if (state === 'open') return [];
    this.#open = undefined;
    if (state === 'closed') {
      this.isDocument = true;
      this.#readText(open.text, open.first, open.alterations);
      return open.rest;
    }
    this.#items.reject(open.first, open.complaint);
    this.#isSkipping = open.isOneRecord;
    return open.following;
  }

  #endOpen(open: OpenObject): void {
    this.#open = undefined;
    const hasWhole = open.following.some(({ text }) => text.startsWith('{') && this.#isWhole(text));
    const isTorn = open.following.length > 0 ? !hasWhole : !open.isFirstEnded;
    this.#items.reject(open.first, isTorn ? 'torn last record' : 'the object does not end', isTorn);
    if (!hasWhole) return;
    this.#read(open.following);
    if (this.#open) this.#endOpen(this.#open);
  }

  #isWhole(text: string): boolean {
    return readLine(text, this.#reading(unaltered)).parts.some(isFound);
  }

  #readText(text: string, line: number, alterations: readonly Alteration[]): void {
    this.#items.add(readObject(text, this.#reading(alterations)), line, false);
  }

  #openArray(text: string, from: number, end: number): number {
    const line = this.#line + (text.slice(from, end).split('\n').length - 1);
    this.#array = new ArrayScanner(line, this.#longest);
    return end;
  }

  #scanArray(array: ArrayScanner, text: string, from: number, alterations: readonly Alteration[]): number {
    const { end, state, element } = array.scan(text, from, alterations);
    if (element) this.#readElement(element);
    if (state === 'within') return end;
    if (state === 'broken')
      this.#items.reject(array.start, 'not JSON; the array is read on from the next line');
    this.#array = undefined;
    this.#line = array.line;
    return end;
  }

  #readElement({ text, line, length, alterations }: Element): void {
    if (text === undefined) this.#items.reject(line, this.#tooLong(length));
    else if (!text.startsWith('{')) this.#items.reject(line, 'an element that is no object');
    else {
      this.isDocument = true;
      this.#readText(text, line, alterations);
    }
  }
}
