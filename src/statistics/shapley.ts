/**
 * How much each of `count` factors contributes to a change: the mean, over all orders in which the factors can change one
 * after the other, of what its own change does. Exactly additive (the sum is value(all) − value(none)), free of order, and
 * defined where a factor is 0. `value` is asked once for each of the 2^count sets, given as a bit mask: bit i is set where
 * factor i has changed already.
 * Source: Shapley (1953); Shorrocks (2013), "Decomposition procedures for distributional analysis".
 */
export function shapley(count: number, value: (changed: number) => number): number[] {
  const values = Array.from({ length: 2 ** count }, (_, mask) => value(mask));
  const weights = weightsOf(count);
  return Array.from({ length: count }, (_, factor) => contribution(values, weights, 1 << factor));
}

function contribution(values: readonly number[], weights: readonly number[], bit: number): number {
  let sum = 0;
  for (const [mask, without] of values.entries()) {
    if ((mask & bit) === 0) sum += (weights[bitsOf(mask)] ?? 0) * ((values[mask | bit] ?? 0) - without);
  }
  return sum;
}

/** |S|! (k − |S| − 1)! / k! by the size of S. */
function weightsOf(count: number): number[] {
  return Array.from({ length: count }, (_, size) => 1 / (count * choose(count - 1, size)));
}

function choose(all: number, some: number): number {
  let ways = 1;
  for (let step = 1; step <= some; step += 1) ways = (ways * (all - some + step)) / step;
  return ways;
}

function bitsOf(mask: number): number {
  let bits = 0;
  for (let rest = mask; rest > 0; rest >>= 1) bits += rest & 1;
  return bits;
}
