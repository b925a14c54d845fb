/**
 * The q-value of each p-value: the share of false alarms among all that are at least as striking. Benjamini and Hochberg
 * (1995); what was not tested (null) stays so and does not count.
 */
export function qValues(chances: readonly (number | null)[]): (number | null)[] {
  const tested = chances
    .flatMap((p, place) => (p === null ? [] : [{ p, place }]))
    .sort((one, other) => other.p - one.p);
  const found: (number | null)[] = chances.map(() => null);
  let least = 1;
  for (const [index, { p, place }] of tested.entries()) {
    least = Math.min(least, (p * tested.length) / (tested.length - index));
    found[place] = least;
  }
  return found;
}
