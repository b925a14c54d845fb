import { UserError } from '../../error.ts';
import { glob } from '../../prices/overridden.ts';
import type { Override } from '../../prices/override.ts';
import type { Named } from '../../prices/resolve.ts';
import type { Column, Row } from '../../report/report.ts';
import type { Request } from '../../request/request.ts';
import { pricesOf, readPrices } from '../../store/price.ts';
import type { Store } from '../../store/store.ts';
import type { Answer, Own } from '../analysis.ts';
import trusted from '../trusted.sql';
import whatifSums from './whatif.sql';
import whatifCall from './whatif_call.sql';
import whatifKey from './whatif_key.sql';
import whatifPrice from './whatif_price.sql';

const columns: readonly Column[] = [
  { key: 'model', unit: 'text', show: 'always' },
  { key: 'as', unit: 'text', show: 'always' },
  { key: 'cost_usd', title: 'cost', unit: 'usd' },
  { key: 'as_cost_usd', title: 'would cost', unit: 'usd' },
  { key: 'delta_usd', title: 'change', unit: 'usd', show: 'always' },
  { key: 'calls', unit: 'count' },
  { key: 'unpriced_calls', title: 'unpriced', unit: 'count' },
];

/** The calls of some models at the prices of others, with the tokens that they had. */
export async function whatif(store: Store, request: Request, own: Own): Promise<Answer> {
  const given = own.options['model'];
  if (!Array.isArray(given) || given.length === 0) {
    throw new UserError(
      'prices whatif: which models? try: llmtrace prices whatif --model claude-sonnet-4-6=claude-haiku-4-5',
    );
  }
  const pairs = given.map((text) => parsePair(String(text)));
  const overrides = await readPrices(request.prices);
  const rows: Row[] = [];
  for (const pair of pairs) rows.push(await compared(store, pair, overrides));
  const [trust = {}] = await store.rows(trusted);
  return {
    sections: [{ key: 'rows', columns, rows }],
    meta: { unpriced_calls: trust['unpriced_calls'] ?? null },
    notes: ['the same tokens at other prices: another model would not have used exactly these'],
  };
}

type Pair = { readonly model: string; readonly as: string };

function parsePair(text: string): Pair {
  const [model, as, ...more] = text.split('=').map((name) => name.trim());
  if (model && as && more.length === 0) return { model, as };
  throw new UserError(
    `--model: "${text}" is no pair of models; try --model claude-sonnet-4-6=claude-haiku-4-5`,
  );
}

async function compared(store: Store, { model, as }: Pair, overrides: readonly Override[]): Promise<Row> {
  await store.run(whatifCall, { pattern: glob(model).source });
  const named = (await store.rows(whatifKey)) as unknown as readonly Named[];
  const prices = await pricesOf(named, overrides, as);
  const known =
    named.length === 0
      ? await pricesOf([{ provider: null, model: as, service_tier: null }], overrides)
      : prices;
  if (known.length === 0)
    throw new UserError(
      `--model ${model}=${as}: no price is known for "${as}"; llmtrace prices list shows all`,
    );
  await store.run(whatifPrice, { rows: JSON.stringify(prices) });
  const [sums = {}] = await store.rows(whatifSums);
  return { model, as, ...sums };
}
