/** A stretch of a sequence that is one part over and over: `ABCABCAB` has period 3 and 2 whole repeats. */
export type Run = { readonly start: number; readonly length: number; readonly period: number };

const longestPeriod = 8;

/**
 * The longest runs of period 1 to 8 that do not overlap, each of at least two whole repeats, in order. Of several periods the
 * shortest that makes as long a run: `ABABABAB` is no cycle of four. Time is linear in the length of the sequence.
 */
export function runsOf(symbols: readonly number[]): Run[] {
  const found = Array.from({ length: longestPeriod }, (_, index) => runsOfPeriod(symbols, index + 1)).flat();
  found.sort(
    (one, other) => other.length - one.length || one.period - other.period || one.start - other.start,
  );
  const isTaken = symbols.map(() => false);
  const kept: Run[] = [];
  for (const run of found) {
    if (isTaken.slice(run.start, run.start + run.length).some(Boolean)) continue;
    isTaken.fill(true, run.start, run.start + run.length);
    kept.push(run);
  }
  return kept.sort((one, other) => one.start - other.start);
}

/** Where the sequence equals itself moved by the period, for at least a period. */
function runsOfPeriod(symbols: readonly number[], period: number): Run[] {
  const runs: Run[] = [];
  let matched = 0;
  for (let place = period; place <= symbols.length; place += 1) {
    if (place < symbols.length && symbols[place] === symbols[place - period]) {
      matched += 1;
      continue;
    }
    if (matched >= period) runs.push({ start: place - matched - period, length: matched + period, period });
    matched = 0;
  }
  return runs;
}
