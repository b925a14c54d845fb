import { type Alteration, merged, unaltered } from './record.ts';

/** A line of which only the beginning has come. */
export type HeldLine = {
  readonly parts: readonly string[];
  readonly length: number;
  readonly alterations: readonly Alteration[];
};

export const noText: HeldLine = { parts: [], length: 0, alterations: unaltered };

/** The text itself is let go once it is too long to be a record. */
export function heldWith(
  held: HeldLine,
  part: string,
  alterations: readonly Alteration[],
  longest: number,
): HeldLine {
  const length = held.length + part.length;
  const parts = length > longest ? [] : [...held.parts, part];
  return { parts, length, alterations: merged(held.alterations, alterations) };
}
