import type { ModelInfo, Provider } from '@pydantic/genai-prices';

/** What of genai-prices is used: who offers which model, by which names, at which prices. */
export type CatalogueModel = Pick<ModelInfo, 'id' | 'match' | 'prices' | 'context_window'>;
export type CatalogueProvider = Pick<Provider, 'id' | 'model_match' | 'fallback_model_providers'> & {
  readonly models: readonly CatalogueModel[];
};
export type Catalogue = readonly CatalogueProvider[];

/** The price list that every report names in `meta.prices`: the package, its version and the day it was released. */
export const catalogueSource = {
  source: '@pydantic/genai-prices',
  version: '0.1.8',
  date: '2026-09-23',
} as const;

/**
 * Reads the bundled price list, without network. Loaded on demand: the library costs 30 ms (the build replaces it with its
 * data alone, 3 ms).
 */
export async function loadCatalogue(): Promise<Catalogue> {
  const { waitForUpdate } = await import('@pydantic/genai-prices');
  return (await waitForUpdate()) ?? [];
}
