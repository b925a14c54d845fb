import type { Named } from '../../prices/resolve.ts';
import type { PriceSource } from '../../request/config.ts';
import { fillPrices } from '../price.ts';
import priceKey from '../price_key.sql';
import type { Store } from '../store.ts';
import firstPrices from './first_prices.sql';
import isRepriced from './is_repriced.sql';
import keepPrices from './keep_prices.sql';
import keptKeys from './price_key.sql';
import reprice from './reprice.sql';
import repriceRollup from './reprice_rollup.sql';

const addKeys = 'INSERT INTO kept.price_key (FROM arrived_key EXCEPT FROM kept.price_key)';

/** Makes the table `price` of every model of the file and of the rows in `landed`. */
export async function priceArrived(store: Store, sources: readonly PriceSource[]): Promise<void> {
  await store.run(`CREATE OR REPLACE TABLE arrived_key AS ${priceKey}`);
  const named = [
    ...(await store.rows('FROM arrived_key ORDER BY ALL')),
    ...(await store.rows('FROM kept.price_key ORDER BY ALL')),
  ];
  const distinct = [...new Map(named.map((key) => [JSON.stringify(key), key])).values()];
  await fillPrices(store, distinct as unknown as readonly Named[], sources);
}

/** Are the costs of the file those of other prices than the ones in `price`? */
export async function isPricedOtherwise(store: Store): Promise<boolean> {
  const [answer] = await store.rows(isRepriced);
  return answer?.['is_repriced'] === true;
}

/** Keeps the prices in the file; where they have changed since it was written, prices all spans again. Where spans have left it, their models may have, too. */
export async function writePrices(
  store: Store,
  { isOtherwise, haveLeft }: { readonly isOtherwise: boolean; readonly haveLeft: boolean },
): Promise<void> {
  if (isOtherwise) await store.run(repriceRollup);
  if (isOtherwise) await store.run(reprice);
  await store.run(haveLeft ? keptKeys : addKeys);
  await store.run(keepPrices);
}

/** Prices the spans that have landed in a new file. */
export async function writeFirstPrices(store: Store): Promise<void> {
  await store.run(firstPrices);
  await store.run(addKeys);
  await store.run(keepPrices);
}
