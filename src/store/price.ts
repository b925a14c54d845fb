import { catalogueSource, loadCatalogue } from '../prices/catalogue.ts';
import { correctionsVersion } from '../prices/corrections.ts';
import type { Override } from '../prices/override.ts';
import { dollarsPerMillion } from '../prices/rates.ts';
import { type Named, type Resolution, resolve } from '../prices/resolve.ts';
import type { Row } from '../report/report.ts';
import type { PriceSource } from '../request/config.ts';
import fillPrice from './fill_price.sql';
import priceTable from './price.sql';
import priceKey from './price_key.sql';
import type { Store } from './store.ts';

/** Which prices were used, for `meta.prices`. */
export type PriceList = { readonly source: string; readonly version: string; readonly date: string };

/**
 * Makes the table `price`: the prices of every model that `record` has usage of. A model that stays without a row is unpriced.
 * `sources`: prices of the user's own, first match first; `keys`: SQL that gives the models in question.
 * @throws UserError for a price file that is missing or not understood.
 */
export async function loadPrices(
  store: Store,
  { sources, keys = priceKey }: { readonly sources: readonly PriceSource[]; readonly keys?: string },
): Promise<PriceList> {
  await fillPrices(store, (await store.rows(keys)) as unknown as readonly Named[], sources);
  return priceList(sources);
}

/** Makes the table `price` of these models; calls without a date pay the prices of the day of the list. */
export async function fillPrices(
  store: Store,
  named: readonly Named[],
  sources: readonly PriceSource[],
): Promise<void> {
  const overrides = await readPrices(sources);
  await store.run(priceTable);
  await store.run('SET VARIABLE prices_newest = $day::TIMESTAMPTZ', {
    day: `${catalogueSource.date}T00:00:00Z`,
  });
  if (named.length > 0)
    await store.run(fillPrice, { rows: JSON.stringify(await pricesOf(named, overrides)) });
}

/** The user's own prices; zod is loaded only when there are any. */
export async function readPrices(sources: readonly PriceSource[]): Promise<readonly Override[]> {
  if (sources.length === 0) return [];
  const { readOverrides } = await import('../prices/override.ts');
  return readOverrides(sources);
}

/** Rows of the table `price` for models as they are logged, at their own prices or at those of another model. */
export async function pricesOf(
  named: readonly Named[],
  overrides: readonly Override[],
  as?: string,
): Promise<Row[]> {
  const catalogue = await loadCatalogue();
  return named.flatMap((key) => {
    const priced = as === undefined ? key : { ...key, provider: null, model: as };
    const resolved = resolve(catalogue, overrides, priced);
    return resolved === null ? [] : tableRows(key, resolved);
  });
}

/** The bundled list, our corrections and the user's own prices, in words. */
export function priceList(sources: readonly PriceSource[]): PriceList {
  const { source, version, date } = catalogueSource;
  const own = sources.map((own) => ('file' in own ? own.file : own.origin));
  return {
    source: [...own, `${source} ${version}`, `corrections ${correctionsVersion}`].join(', '),
    version,
    date,
  };
}

function tableRows({ provider, model, service_tier }: Named, { rows, ...origin }: Resolution): Row[] {
  return rows.map(({ rates, ...extent }) => ({
    ...{ provider, model, service_tier },
    ...origin,
    ...extent,
    ...Object.fromEntries(Object.entries(rates).map(([part, rate]) => [part, dollarsPerMillion(rate)])),
  }));
}
