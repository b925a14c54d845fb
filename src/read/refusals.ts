import type { Rejected } from './record.ts';

/** What is no record of a call, as it is told. */
export type Refusals = {
  /** The first 1,000. */
  readonly rejected: readonly Rejected[];
  readonly rejectedCount: number;
  /** Of these, cut off by the end of the file. */
  readonly tornCount: number;
  /** What else a service logs beside its calls: in a file without records it is rejected. */
  readonly foreignCount: number;
};

const mostListed = 1000;

/** The first of some kind, and how many there are. */
class Heap {
  readonly first: Rejected[] = [];
  count = 0;

  add({ line, reason, isTorn }: Rejected): void {
    this.count += 1;
    if (this.first.length < mostListed) this.first.push({ line, reason, isTorn });
  }
}

/** Collects what is no record of a call; what becomes of JSON that tells of something else, and of text, the whole file decides. */
export class RefusalList {
  readonly #rejected = new Heap();
  readonly #foreign = new Heap();
  readonly #text = new Heap();
  #tornCount = 0;

  reject(rejected: Rejected): void {
    if (rejected.isTorn) this.#tornCount += 1;
    (rejected.isText ? this.#text : this.#rejected).add(rejected);
  }

  /** JSON that tells of no call. */
  refuse(rejected: Rejected): void {
    this.#foreign.add(rejected);
  }

  /** `isBeside`: the file has records too; `isAmongText`: most of them stand in lines of text, where a line without one is nothing lost. */
  told(isBeside: boolean, isAmongText: boolean): Refusals {
    const rejected = [
      this.#rejected,
      ...(isBeside ? [] : [this.#foreign]),
      ...(isAmongText ? [] : [this.#text]),
    ];
    const all = this.#rejected.count + this.#foreign.count + this.#text.count;
    const rejectedCount = rejected.reduce((sum, { count }) => sum + count, 0);
    const listed = rejected.flatMap(({ first }) => first).sort((one, other) => one.line - other.line);
    return {
      rejected: listed.slice(0, mostListed),
      rejectedCount,
      tornCount: this.#tornCount,
      foreignCount: all - rejectedCount,
    };
  }
}
