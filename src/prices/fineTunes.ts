import type { ModelPrice } from '@pydantic/genai-prices';
import { withoutSnapshot } from './match.ts';

/** Fine-tuned models cost more than their base; the price list has them without cached input, or not at all. */
const fineTunes: readonly FineTune[] = [
  { base: 'gpt-4o-mini-2024-07-18', prices: { input_mtok: 0.3, output_mtok: 1.2, cache_read_mtok: 0.15 } },
  { base: 'gpt-4o-2024-08-06', prices: { input_mtok: 3.75, output_mtok: 15, cache_read_mtok: 1.875 } },
  { base: 'gpt-4.1-2025-04-14', prices: { input_mtok: 3, output_mtok: 12, cache_read_mtok: 0.75 } },
  { base: 'gpt-4.1-mini-2025-04-14', prices: { input_mtok: 0.8, output_mtok: 3.2, cache_read_mtok: 0.2 } },
  { base: 'gpt-4.1-nano-2025-04-14', prices: { input_mtok: 0.2, output_mtok: 0.8, cache_read_mtok: 0.05 } },
  { base: 'gpt-3.5-turbo-0125', prices: { input_mtok: 3, output_mtok: 6 } },
];

export type FineTune = { readonly base: string; readonly prices: ModelPrice };

export const fineTuneSource = 'https://platform.openai.com/docs/pricing';

/** `ft:gpt-4o-2024-08-06:acme::abc123` → its base, dated or not; null: a base whose fine-tuned price is not known. */
export function fineTuneOf(name: string): FineTune | null {
  const base = name.split(':')[1] ?? '';
  return fineTunes.find((tune) => tune.base === base || withoutSnapshot(tune.base) === base) ?? null;
}
