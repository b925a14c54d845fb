import { type Found, isFound, type Refused } from './line.ts';
import type { Item } from './record.ts';

/** The items that are ready, in the order in which they ended. */
export class ItemList {
  #items: Item[] = [];

  /** What was read from `line` on; `isCut`: the file ends there, so that what is not even JSON was torn. */
  add(parts: readonly (Found | Refused)[], line: number, isCut: boolean): void {
    for (const part of parts) {
      if (isFound(part)) this.#accept(part, line);
      else if (isCut && !part.isJson) this.reject(line, 'torn last line', true);
      else this.reject(line, part.reason, false, part.isText);
    }
  }

  #accept({ text, value, alterations }: Found, line: number): void {
    this.#items.push({ line, text, value, isAltered: alterations.length > 0, alterations });
  }

  reject(line: number, reason: string, isTorn = false, isText = false): void {
    this.#items.push({ line, reason, isTorn, ...(isText ? { isText } : {}) });
  }

  /** Gives them away. */
  taken(): Item[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }
}
