import type { Named } from '../../prices/resolve.ts';
import type { PriceSource } from '../../request/config.ts';
import { fillPrices } from '../price.ts';
import priceKey from '../price_key.sql';
import type { Store } from '../store.ts';
import isRepriced from './is_repriced.sql';
import keepPrices from './keep_prices.sql';
import keptKeys from './price_key.sql';
import reprice from './reprice.sql';

/** Makes the table `price` of every model of the file and of the rows in `landed`. */
export async function priceArrived(store: Store, sources: readonly PriceSource[]): Promise<void> {
  const named = [...(await store.rows(priceKey)), ...(await store.rows('FROM kept.price_key ORDER BY ALL'))];
  const distinct = [...new Map(named.map((key) => [JSON.stringify(key), key])).values()];
  await fillPrices(store, distinct as unknown as readonly Named[], sources);
}

/** Are the costs of the file those of other prices than the ones in `price`? */
export async function isPricedOtherwise(store: Store): Promise<boolean> {
  const [answer] = await store.rows(isRepriced);
  return answer?.['is_repriced'] === true;
}

/** Keeps the prices in the file; where they have changed since it was written, prices all spans again. */
export async function writePrices(store: Store, isOtherwise: boolean): Promise<void> {
  if (isOtherwise) await store.run(reprice);
  await store.run(keptKeys);
  await store.run(keepPrices);
}
