import { seeded } from './chance.ts';

export type Interval = { readonly low: number; readonly high: number };

const draws = 2000;
const outside = 0.025;

/**
 * The 95 % interval of a statistic by drawing units with replacement 2,000 times: `statistic` is given how often each unit
 * is drawn (a Poisson number with mean 1 for each, so that the number of units varies as well). The same for the same seed.
 * Undefined where the statistic is not a number for some draw.
 */
export function bootstrap(
  units: number,
  seed: number,
  statistic: (times: Uint8Array) => number,
): Interval | undefined {
  const random = seeded(seed);
  const times = new Uint8Array(units);
  const found = Array.from({ length: draws }, () => {
    for (let unit = 0; unit < units; unit += 1) times[unit] = poisson(random());
    return statistic(times);
  }).sort((one, other) => one - other);
  if (found.some((value) => !Number.isFinite(value))) return undefined;
  const at = (share: number) => found[Math.round(share * (draws - 1))] ?? Number.NaN;
  return { low: at(outside), high: at(1 - outside) };
}

/** The chances of at most 0, 1, 2 … events where one is expected. */
const cumulative = Array.from({ length: 12 }, (_, most) =>
  Array.from({ length: most + 1 }, (_, events) => Math.exp(-1) / factorial(events)).reduce(
    (sum, chance) => sum + chance,
  ),
);

function poisson(chance: number): number {
  let events = 0;
  while (chance >= (cumulative[events] ?? 1) && events < cumulative.length) events += 1;
  return events;
}

function factorial(number: number): number {
  return number <= 1 ? 1 : number * factorial(number - 1);
}
