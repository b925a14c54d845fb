import type { Era } from './eras.ts';
import { completeRates, type GivenRates, type PriceRow, type Rates, ratesAt, tierStarts } from './rates.ts';
import type { TierEffect } from './tiers.ts';

/** Prices of a model through time and over prompt sizes, as rows of which at most one holds for a call. */
export function priceRows(eras: readonly Era[], isClaude: boolean, effect: TierEffect): PriceRow[] {
  return eras.flatMap(({ prices, ...when }) => {
    const starts = tierStarts(prices);
    return starts.flatMap((tier_start, index) => {
      const tier_end = starts[index + 1] ?? null;
      return rowOf({ ...when, tier_start, tier_end }, ratesAt(prices, tier_start), isClaude, effect);
    });
  });
}

type Extent = Omit<PriceRow, 'rates' | 'assumed'>;

/** One row, or none where not even the input has a price. */
export function rowOf(extent: Extent, given: GivenRates, isClaude: boolean, effect: TierEffect): PriceRow[] {
  const complete = completeRates(given, isClaude);
  if (complete === null) return [];
  const assumed = effect.isKnown ? complete.assumed : [...complete.assumed, 'service_tier'];
  return [{ ...extent, rates: scaled(complete.rates, effect.factor), assumed }];
}

function scaled(rates: Rates, factor: number): Rates {
  const times = (rate: number) => Math.round(rate * factor);
  return {
    input: times(rates.input),
    output: times(rates.output),
    cache_read: times(rates.cache_read),
    cache_write_5m: times(rates.cache_write_5m),
    cache_write_1h: times(rates.cache_write_1h),
    request: rates.request,
  };
}
