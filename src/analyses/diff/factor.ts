/** What a cost is made of: traces × calls per trace × share of each model × (prompt × its parts × prices + output × price). */
export const factors = [
  'traffic',
  'calls_per_trace',
  'prompt_size',
  'cache_mix',
  'output_size',
  'model_mix',
  'unit_price',
] as const;

export type Factor = (typeof factors)[number];

/** A group that is on one side only has no factors: it is a term by itself. */
export const terms = [...factors, 'new_spans', 'vanished_spans'] as const;

export type Term = (typeof terms)[number];

/** Dollars of each term, in whole nano-dollars. */
export type Bridge = Readonly<Record<Term, bigint>>;

export const nothing: Bridge = Object.fromEntries(terms.map((term) => [term, 0n])) as Record<Term, bigint>;

export function sumOf(bridges: readonly Bridge[]): Bridge {
  const entries = terms.map((term) => [term, bridges.reduce((sum, bridge) => sum + bridge[term], 0n)]);
  return Object.fromEntries(entries) as Record<Term, bigint>;
}

/** A bridge whose terms add up to `whole`: what rounding left over, if anything, goes to the largest. */
export function closed(bridge: Bridge, whole: bigint): Bridge {
  const rest = whole - terms.reduce((sum, term) => sum + bridge[term], 0n);
  if (rest === 0n) return bridge;
  const size = (term: Term) => (bridge[term] < 0n ? -bridge[term] : bridge[term]);
  const largest = terms.reduce((best, term) => (size(term) > size(best) ? term : best));
  return { ...bridge, [largest]: bridge[largest] + rest };
}
