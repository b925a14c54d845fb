import type { Tree } from './tree.ts';

/** Each span's value and those of all below it, added up exactly; undefined where none of them is known. */
export function rolledUp(tree: Tree, values: readonly (bigint | undefined)[]): (bigint | undefined)[] {
  const sums = [...values];
  for (const place of tree.order.toReversed()) {
    const parent = tree.parent[place];
    if (parent !== undefined) sums[parent] = known(sums[parent], sums[place]);
  }
  return sums;
}

/** The sum of what is known. */
export function total(values: readonly (bigint | undefined)[]): bigint | undefined {
  return values.reduce(known, undefined);
}

function known(one: bigint | undefined, other: bigint | undefined): bigint | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one + other;
}

/** A part of a whole as a fraction of 1; unknown of nothing. */
export function shareOf(part: bigint | undefined, of: bigint | undefined): number | null {
  return part === undefined || of === undefined || of === 0n ? null : Number(part) / Number(of);
}
