import type { ModelPrice } from '@pydantic/genai-prices';

/**
 * Prices in whole pico-dollars per token, which is millionths of a dollar per million tokens: $3 is 3,000,000. Integers,
 * so that multipliers and sums are exact. `request` is per call.
 */
export type Rates = {
  readonly input: number;
  readonly output: number;
  readonly cache_read: number;
  readonly cache_write_5m: number;
  readonly cache_write_1h: number;
  readonly request: number;
};
export type TokenClass = Exclude<keyof Rates, 'request'>;
export type GivenRates = { readonly [Class in keyof Rates]?: number | undefined };

/** One stretch of time and prompt size in which a model's prices hold. */
export type PriceRow = {
  /** ISO instants, half open; null: open. */
  readonly valid_from: string | null;
  readonly valid_to: string | null;
  /** Seconds of the UTC day, half open, where the price depends on the hour. */
  readonly daily_from: number | null;
  readonly daily_to: number | null;
  /** Total prompt tokens, cached included: more than tier_start (0: every prompt), at most tier_end. */
  readonly tier_start: number;
  readonly tier_end: number | null;
  readonly rates: Rates;
  /** Classes that have no price of their own and are priced at the input rate (1-hour writes: at the 5-minute rate). */
  readonly assumed: readonly string[];
};

/** The prices of short prompts. */
const baseTier = 0;

/** Dollars per million → pico-dollars per token. */
export function pico(dollarsPerMillion: number): number {
  return Math.round(dollarsPerMillion * 1_000_000);
}

/** The decimal form of a price, exact: `"0.3"`. */
export function dollarsPerMillion(rate: number): string {
  return (rate / 1_000_000).toFixed(6).replace(/\.?0+$/, '');
}

/** The prices of genai-prices for a prompt that is just larger than `tierStart`; undefined where the list has no price for tokens. */
export function ratesAt(price: ModelPrice, tierStart: number): GivenRates {
  const at = (key: string): number | undefined => {
    const value = price[key];
    if (value === undefined) return undefined;
    if (typeof value === 'number') return pico(value);
    return pico(
      value.tiers.filter(({ start }) => start <= tierStart).sort((left, right) => right.start - left.start)[0]
        ?.price ?? value.base,
    );
  };
  const perThousandCalls = price['requests_kcount'];
  return {
    input: at('input_mtok'),
    output: at('output_mtok'),
    cache_read: at('cache_read_mtok'),
    cache_write_5m: at('cache_write_mtok'),
    cache_write_1h: at('cache_write_1h_mtok'),
    request: typeof perThousandCalls === 'number' ? pico(perThousandCalls * 1000) : undefined,
  };
}

/** The prompt sizes at which some price of the model changes, ascending, from the base on. */
export function tierStarts(price: ModelPrice): number[] {
  const starts = Object.values(price).flatMap((value) =>
    typeof value === 'object' ? value.tiers.map(({ start }) => start) : [],
  );
  return [baseTier, ...new Set(starts)].sort((left, right) => left - right);
}

/** Fills in the classes that have no price: null when there is not even one for input. Claude bills 1-hour writes at twice the input rate everywhere. */
export function completeRates(
  given: GivenRates,
  isClaude: boolean,
): { rates: Rates; assumed: string[] } | null {
  const { input } = given;
  if (input === undefined) return null;
  const shortWrite = given.cache_write_5m ?? input;
  const longWrite = given.cache_write_1h ?? (isClaude ? input * 2 : shortWrite);
  const assumed = (['output', 'cache_read', 'cache_write_5m', 'cache_write_1h'] as const).filter(
    (part) => given[part] === undefined && !(isClaude && part === 'cache_write_1h'),
  );
  return {
    rates: {
      input,
      output: given.output ?? input,
      cache_read: given.cache_read ?? input,
      cache_write_5m: shortWrite,
      cache_write_1h: longWrite,
      request: given.request ?? 0,
    },
    assumed,
  };
}
