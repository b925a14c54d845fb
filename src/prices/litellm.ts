import * as z from 'zod';
import type { Override } from './override.ts';

/** What of an entry of litellm's `model_prices_and_context_window.json` is used: dollars per token, and the size of the window. */
const entry = z.looseObject({
  input_cost_per_token: z.number().min(0),
  max_input_tokens: z.number().int().positive().optional().catch(undefined),
});
type Entry = z.infer<typeof entry>;

const fields = {
  input: 'input_cost_per_token',
  output: 'output_cost_per_token',
  cache_read: 'cache_read_input_token_cost',
  cache_write_5m: 'cache_creation_input_token_cost',
  cache_write_1h: 'cache_creation_input_token_cost_above_1hr',
} as const;

const serviceTiers = { batch: '_batches', flex: '_flex', priority: '_priority' } as const;

/** An object of model → prices per token. */
export function isLitellm(parsed: unknown): parsed is Record<string, unknown> {
  return (
    typeof parsed === 'object' &&
    parsed !== null &&
    !Array.isArray(parsed) &&
    Object.values(parsed).some((value) => entry.safeParse(value).success)
  );
}

/** Names with their host (`azure/gpt-4o`) go before bare ones, so that a provider's own price is found first. */
export function litellmOverrides(parsed: Record<string, unknown>, origin: string): Override[] {
  const hosted = (name: string) => (name.includes('/') ? 0 : 1);
  return Object.entries(parsed)
    .filter(([name]) => name !== 'sample_spec')
    .sort(([left], [right]) => hosted(left) - hosted(right))
    .flatMap(([name, value]) => {
      const checked = entry.safeParse(value);
      return checked.success ? modelOverrides(name, checked.data, origin) : [];
    });
}

function modelOverrides(name: string, prices: Entry, origin: string): Override[] {
  const match = name.replace(/[*?[\]]/g, '\\$&');
  const common = {
    match,
    origin,
    ...(prices.max_input_tokens === undefined ? {} : { context_window: prices.max_input_tokens }),
  };
  const steps = [0, ...tierStarts(prices)];
  const tiered = Object.entries(serviceTiers).flatMap(([service_tier, suffix]) =>
    perMillion(prices, suffix).input === undefined
      ? []
      : [{ ...common, service_tier, ...perMillion(prices, suffix) }],
  );
  return [
    ...tiered,
    ...steps.map((tier_start) => ({ ...common, tier_start, ...perMillion(prices, stepSuffix(tier_start)) })),
  ];
}

function tierStarts(prices: Entry): number[] {
  const starts = Object.keys(prices).flatMap(
    (key) => /^input_cost_per_token_above_(\d+)k_tokens$/.exec(key)?.[1] ?? [],
  );
  return starts.map((thousands) => Number(thousands) * 1000).sort((left, right) => left - right);
}

function stepSuffix(tier_start: number): string {
  return tier_start === 0 ? '' : `_above_${tier_start / 1000}k_tokens`;
}

/** A class without a price of its own at this step keeps the base's. */
function perMillion(prices: Entry, suffix: string): Partial<Record<keyof typeof fields, number>> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([part, field]) => {
      const perToken = prices[field + suffix] ?? (suffix.startsWith('_above') ? prices[field] : undefined);
      return typeof perToken === 'number' && perToken >= 0
        ? [[part, Number((perToken * 1e6).toFixed(9))]]
        : [];
    }),
  );
}
