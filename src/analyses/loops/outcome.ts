import type { Row } from '../../report/report.ts';

/**
 * What a tool gave back, or a model said: a number, equal for equal results, and the smallest hashes of its words in fours, ascending,
 * as many as `sketchSize` of them (`output_sketch`), each as 20 digits.
 */
export type Outcome = { readonly number: number; readonly sketch: string };

export type Outcomes = ReadonlyMap<number, Outcome>;

/** Rows of sketches.sql, by their numbers. */
export function outcomesOf(rows: readonly Row[]): Outcomes {
  return new Map(
    rows.map((row) => {
      const number = Number(row['outcome']);
      return [number, { number, sketch: String(row['sketch']) }];
    }),
  );
}

/** Of a row with `outcome`; undefined: the log does not say what came of it. */
export function outcomeOf({ outcome }: Row, outcomes: Outcomes): Outcome | undefined {
  if (outcome === null || outcome === undefined) return undefined;
  return outcomes.get(Number(outcome)) ?? { number: Number(outcome), sketch: '' };
}

/** From this many hashes on a sketch is a sample of a longer result. */
const sketchSize = 64;

/** Do two results say the same, but for a word here and there? False where one is unknown. */
export function isSame(one: Outcome | undefined, other: Outcome | undefined, least = 0.8): boolean {
  if (one === undefined || other === undefined) return false;
  if (one.number === other.number) return true;
  const { left, right, both } = compared(one, other);
  return both > 0 && both / (left + right - both) >= least;
}

/** How much of a result was not in the earlier one, 0 to 1; 1 where one of them is unknown. */
export function novelty(earlier: Outcome | undefined, later: Outcome | undefined): number {
  if (earlier === undefined || later === undefined) return 1;
  if (earlier.number === later.number) return 0;
  const { right, both } = compared(earlier, later);
  return right === 0 ? 1 : 1 - both / right;
}

/** Up to the hash to which both sketches are complete: how many has each, and how many have both? */
function compared(one: Outcome, other: Outcome): { left: number; right: number; both: number } {
  const bounds = [one, other].map(hashesOf).flatMap((all) => (all.length < sketchSize ? [] : all.slice(-1)));
  const bound = bounds.sort()[0];
  const upTo = (outcome: Outcome) =>
    bound === undefined ? hashesOf(outcome) : hashesOf(outcome).filter((hash) => hash <= bound);
  const [left, right] = [new Set(upTo(one)), upTo(other)];
  return { left: left.size, right: right.length, both: right.filter((hash) => left.has(hash)).length };
}

const hashes = new WeakMap<Outcome, readonly string[]>();

/** Most results are never compared: a sketch is taken apart when it is. */
function hashesOf(outcome: Outcome): readonly string[] {
  const known = hashes.get(outcome);
  if (known !== undefined) return known;
  const made = outcome.sketch.match(/\d{20}/g) ?? [];
  hashes.set(outcome, made);
  return made;
}
