import { UserError } from '../../error.ts';
import { catalogueSource, loadCatalogue } from '../../prices/catalogue.ts';
import { everyModel } from '../../prices/every.ts';
import { glob } from '../../prices/overridden.ts';
import { dollarsPerMillion, type PriceRow, type Rates } from '../../prices/rates.ts';
import { type Resolution, resolution, resolve } from '../../prices/resolve.ts';
import { costs, dollars, holds, parseUsage, promptTokens, type Usage } from '../../prices/usage.ts';
import type { Column, Row } from '../../report/report.ts';
import type { Request } from '../../request/request.ts';
import { priceList, readPrices } from '../../store/price.ts';
import { instantOf } from '../../time/window.ts';
import type { Answer, Own } from '../analysis.ts';

const columns: readonly Column[] = [
  { key: 'provider', unit: 'text' },
  { key: 'model', unit: 'text', show: 'always' },
  { key: 'matched', unit: 'text' },
  { key: 'rule', unit: 'text' },
  { key: 'from', unit: 'instant' },
  { key: 'to', unit: 'instant' },
  { key: 'daily_from', title: 'from second of day', unit: 'count', show: 'asked' },
  { key: 'daily_to', title: 'to second of day', unit: 'count', show: 'asked' },
  { key: 'tier_start', title: 'above', unit: 'tokens' },
  { key: 'input', unit: 'usd_per_mtok', show: 'always' },
  { key: 'output', unit: 'usd_per_mtok', show: 'always' },
  { key: 'cache_read', title: 'cache read', unit: 'usd_per_mtok' },
  { key: 'cache_write_5m', title: 'write 5m', unit: 'usd_per_mtok' },
  { key: 'cache_write_1h', title: 'write 1h', unit: 'usd_per_mtok' },
  { key: 'assumed', unit: 'list', show: 'asked' },
  { key: 'context_window', title: 'context', unit: 'tokens', show: 'asked' },
  { key: 'min_cache_tokens', title: 'min cache', unit: 'tokens', show: 'asked' },
  { key: 'source', unit: 'text', show: 'room' },
  { key: 'checked', unit: 'text', show: 'asked' },
];

/** Every price, the user's own first; a glob narrows by the model's name or by `provider:model`. */
export async function list(request: Request, own: Own): Promise<Answer> {
  const [catalogue, overrides] = await Promise.all([loadCatalogue(), readPrices(request.prices)]);
  const wanted = glob(own.positionals[1] ?? '*');
  const ours = [...new Map(overrides.map((entry) => [`${entry.provider}/${entry.match}`, entry])).values()];
  const written = ours
    .filter(({ match }) => wanted.test(match))
    .flatMap(({ provider = null, match, service_tier = null }) =>
      priceRows(provider, match, resolve(catalogue, overrides, { provider, model: match, service_tier })),
    );
  const listed = everyModel(catalogue)
    .filter(({ provider, id }) => wanted.test(id) || wanted.test(`${provider}:${id}`))
    .flatMap((found) => priceRows(found.provider, found.id, resolution(found, null)));
  const rows = [...written, ...listed];
  const shown = rows.slice(0, request.limit);
  return {
    meta: meta(request),
    sections: [{ key: 'rows', columns, rows: shown, more: rows.length - shown.length }],
    notes: [],
  };
}

/** Every price that a name as logged leads to, with `--at` those of one day, and with `--usage` what one call costs. */
export async function explain(request: Request, own: Own): Promise<Answer> {
  const model = own.positionals[1];
  if (model === undefined)
    throw new UserError('prices explain: which model? try: llmtrace prices explain claude-sonnet-4-6');
  const [catalogue, overrides] = await Promise.all([loadCatalogue(), readPrices(request.prices)]);
  const service_tier = textOf(own, 'serviceTier') ?? null;
  const resolved = resolve(catalogue, overrides, { provider: null, model, service_tier });
  const at = textOf(own, 'at');
  const instant = at === undefined ? undefined : instantOf(at, 'UTC');
  const holding = resolved?.rows.filter((row) => instant === undefined || holds(row, instant, null)) ?? [];
  const usage = textOf(own, 'usage');
  const bill =
    usage === undefined
      ? null
      : billOf(resolved, parseUsage(usage), instant ?? Date.parse(catalogueSource.date));
  const rows = resolved === null ? [unpriced(model)] : priceRows(null, model, { ...resolved, rows: holding });
  return {
    meta: meta(request),
    sections: [{ key: 'rows', columns, rows }, ...(bill === null ? [] : [bill.section])],
    ...(bill === null ? {} : { totals: bill.totals }),
    notes:
      resolved === null
        ? [`no price is known for ${model}: its calls are unpriced; --prices FILE gives it one`]
        : assumptions(holding),
  };
}

function textOf(own: Own, key: string): string | undefined {
  const value = own.options[key];
  return typeof value === 'string' ? value : undefined;
}

const meta = (request: Request) => ({ prices: priceList(request.prices) });

function priceRows(provider: string | null, model: string, resolved: Resolution | null): Row[] {
  const { rows = [], ...origin } = resolved ?? {};
  const maker = resolved?.matched.split(':')[0] ?? null;
  return rows.map(({ rates, valid_from, valid_to, tier_end: _, ...extent }) => ({
    ...{ provider: provider ?? maker, model, ...origin, from: valid_from, to: valid_to, ...extent },
    ...dollarRates(rates),
  }));
}

function dollarRates({ request: _, ...perToken }: Rates): Row {
  return Object.fromEntries(Object.entries(perToken).map(([part, rate]) => [part, dollarsPerMillion(rate)]));
}

function unpriced(model: string): Row {
  return { ...Object.fromEntries(columns.map(({ key }) => [key, null])), model };
}

function assumptions(rows: readonly PriceRow[]): string[] {
  const assumed = [...new Set(rows.flatMap((row) => row.assumed))];
  return assumed.length === 0
    ? []
    : [
        `no price of its own, so taken from the input's (a service tier: from the listed price): ${assumed.join(', ')}`,
      ];
}

const billColumns: readonly Column[] = [
  { key: 'part', title: 'tokens of', unit: 'text' },
  { key: 'tokens', unit: 'tokens' },
  { key: 'price', unit: 'usd_per_mtok' },
  { key: 'cost_usd', title: 'cost', unit: 'usd' },
];

/** What one call costs, class by class; unknown without a price. */
function billOf(resolved: Resolution | null, usage: Usage, at: number) {
  const row = resolved?.rows.find((candidate) => holds(candidate, at, promptTokens(usage)));
  const parts = row === undefined ? [] : costs(row, usage);
  const rows = parts.map(({ part, tokens, cost }) => ({
    ...{ part, tokens, cost_usd: dollars(cost) },
    price: row === undefined ? null : dollarsPerMillion(row.rates[part]),
  }));
  const total =
    row === undefined
      ? null
      : dollars(parts.reduce((sum, { cost }) => sum + cost, BigInt(row.rates.request)));
  return {
    section: {
      key: 'usage',
      title: 'this usage',
      columns: billColumns,
      rows,
      footer: { part: 'total', cost_usd: total },
    },
    totals: { columns: [{ key: 'cost_usd', title: 'cost', unit: 'usd' as const }], row: { cost_usd: total } },
  };
}
