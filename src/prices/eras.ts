import type { ModelPrice } from '@pydantic/genai-prices';
import type { CatalogueModel } from './catalogue.ts';

/** When a set of prices held: ISO instants and seconds of the UTC day, half open; null: no bound. */
export type Era = {
  readonly valid_from: string | null;
  readonly valid_to: string | null;
  readonly daily_from: number | null;
  readonly daily_to: number | null;
  readonly prices: ModelPrice;
};

const wholeDay = 86_400;

/**
 * The library's list of conditional prices (the last whose condition holds wins, else the first) as stretches of time that do
 * not overlap: between two dates, and between two times of the day, nothing changes, so one instant inside speaks for all.
 */
export function erasOf(prices: CatalogueModel['prices']): Era[] {
  if (!Array.isArray(prices))
    return [{ valid_from: null, valid_to: null, daily_from: null, daily_to: null, prices }];
  const dates = prices.flatMap(({ constraint }) =>
    constraint?.type === 'start_date' ? [constraint.start_date] : [],
  );
  const times = prices.flatMap(({ constraint }) =>
    constraint?.type === 'time_of_date'
      ? [secondOfDay(constraint.start_time), secondOfDay(constraint.end_time)]
      : [],
  );
  return intervals([...new Set(dates)].sort()).flatMap((dated) =>
    intervals([...new Set(times)].sort((left, right) => left - right)).map((daily) => ({
      valid_from: dated.from === null ? null : `${dated.from}T00:00:00Z`,
      valid_to: dated.to === null ? null : `${dated.to}T00:00:00Z`,
      daily_from: times.length === 0 ? null : (daily.from ?? 0),
      daily_to: times.length === 0 ? null : (daily.to ?? wholeDay),
      prices: pricesAt(prices, dated.from, daily.from ?? 0),
    })),
  );
}

function intervals<Bound>(bounds: readonly Bound[]): { from: Bound | null; to: Bound | null }[] {
  return [null, ...bounds].map((from, index) => ({ from, to: bounds[index] ?? null }));
}

function pricesAt(
  prices: Extract<CatalogueModel['prices'], readonly unknown[]>,
  date: string | null,
  second: number,
): ModelPrice {
  const holding = prices.findLast(({ constraint }) => {
    if (constraint === undefined) return true;
    if (constraint.type === 'start_date') return date !== null && date >= constraint.start_date;
    const [start, end] = [secondOfDay(constraint.start_time), secondOfDay(constraint.end_time)];
    return end < start ? second >= start || second < end : second >= start && second < end;
  });
  return (holding ?? prices[0])?.prices ?? {};
}

/** `00:30:00Z` → 1800. */
function secondOfDay(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.slice(0, 8).split(':').map(Number);
  return hours * 3600 + minutes * 60 + seconds;
}
