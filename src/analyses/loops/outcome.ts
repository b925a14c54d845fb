/**
 * What a tool gave back: a digest, equal for equal results, and the smallest hashes of its words in fours, ascending, as many as
 * `sketchSize` of them (`output_sketch`).
 */
export type Outcome = { readonly digest: string; readonly sketch: readonly string[] };

/** From this many hashes on a sketch is a sample of a longer result. */
const sketchSize = 64;

/** Do two results say the same, but for a word here and there? False where one is unknown. */
export function isSame(one: Outcome | undefined, other: Outcome | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  if (one.digest === other.digest) return true;
  const { left, right, both } = compared(one, other);
  return both > 0 && both / (left + right - both) >= 0.8;
}

/** How much of a result was not in the earlier one, 0 to 1; 1 where one of them is unknown. */
export function novelty(earlier: Outcome | undefined, later: Outcome | undefined): number {
  if (earlier === undefined || later === undefined) return 1;
  if (earlier.digest === later.digest) return 0;
  const { right, both } = compared(earlier, later);
  return right === 0 ? 1 : 1 - both / right;
}

/** Up to the hash to which both sketches are complete: how many has each, and how many have both? */
function compared(one: Outcome, other: Outcome): { left: number; right: number; both: number } {
  const bounds = [one, other].flatMap(({ sketch }) => (sketch.length < sketchSize ? [] : sketch.slice(-1)));
  const bound = bounds.sort()[0];
  const upTo = ({ sketch }: Outcome) =>
    bound === undefined ? sketch : sketch.filter((hash) => hash <= bound);
  const [left, right] = [new Set(upTo(one)), upTo(other)];
  return { left: left.size, right: right.length, both: right.filter((hash) => left.has(hash)).length };
}
