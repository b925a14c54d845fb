import type { Column, Row } from '../../report/report.ts';
import type { Store } from '../../store/store.ts';
import { type Finding, levelOf, partOf, type Reason, reason, shareOf } from './finding.ts';
import prices from './prices.sql';

const columns: readonly Column[] = [
  { key: 'provider', unit: 'text', show: 'asked' },
  { key: 'model', unit: 'text', show: 'always' },
  { key: 'calls', unit: 'count', show: 'always' },
  { key: 'unpriced_calls', title: 'unpriced', unit: 'count', show: 'always' },
  { key: 'reported_cost_usd', title: 'reported', unit: 'usd', show: 'always' },
  { key: 'computed_cost_usd', title: 'computed', unit: 'usd', show: 'always' },
  { key: 'ratio', unit: 'fraction', show: 'always' },
  { key: 'compared_calls', unit: 'count', show: 'asked' },
  { key: 'matched', title: 'priced as', unit: 'text' },
  { key: 'rule', unit: 'text' },
  { key: 'source', unit: 'text', show: 'asked' },
  { key: 'cost_usd', unit: 'usd', show: 'asked' },
  { key: 'zero_reported_calls', title: 'reported 0', unit: 'count', show: 'asked' },
  { key: 'negative_calls', unit: 'count', show: 'asked' },
  { key: 'assumed_calls', title: 'assumed', unit: 'count', show: 'asked' },
  { key: 'placeholder_calls', unit: 'count', show: 'asked' },
];

/** Which price did each model get, and does the reported cost agree? Models with a question first. */
export async function modelPrices(store: Store): Promise<Finding> {
  const rows = await store.rows(prices);
  const isTelling = (row: Row) => row['disagrees'] === true || Number(row['unpriced_calls']) > 0;
  const gist = rows.length === 0 ? 'no model was called' : 'every model has one';
  const section = {
    key: 'prices',
    title: 'prices',
    gist: `prices: ${gist}`,
    columns,
    rows,
    telling: rows.filter(isTelling).length,
  };
  return { section, reasons: reasonsOf(rows) };
}

function reasonsOf(rows: readonly Row[]): Reason[] {
  const sum = (key: string, some = rows) => some.reduce((total, row) => total + Number(row[key]), 0);
  const calls = sum('calls');
  const about = (key: string, text: string) => {
    const share = shareOf(sum(key), calls);
    return sum(key) === 0
      ? []
      : reason(levelOf('caution', share), share, `${partOf(sum(key), calls, 'call')} ${text}`);
  };
  const priceless = rows
    .filter((row) => Number(row['unpriced_calls']) > 0)
    .map(({ model }) => model ?? '(no model)');
  return [
    ...(calls === 0 ? reason('caution', 1, 'no model call was picked') : []),
    ...about(
      'unpriced_calls',
      `have no price, so the cost is a lower bound: ${someOf(priceless.map(String))}`,
    ),
    ...about('zero_reported_calls', 'report a cost of 0 for their tokens: it is computed instead'),
    ...about('negative_calls', 'report a negative cost: it is computed instead'),
    ...about('assumed_calls', 'have tokens of a class without a price, priced as plain input'),
    ...disagreement(
      rows.filter((row) => row['disagrees'] === true),
      sum('calls'),
    ),
  ];
}

function disagreement(rows: readonly Row[], calls: number): Reason[] {
  if (rows.length === 0) return [];
  const share = shareOf(
    rows.reduce((sum, row) => sum + Number(row['compared_calls']), 0),
    calls,
  );
  const text = `the reported cost is not what the tokens cost at list prices: ${someOf(rows.map(({ model }) => String(model)))}`;
  return reason(levelOf('caution', share), share, text);
}

function someOf(names: readonly string[]): string {
  return [...names.slice(0, 3), ...(names.length > 3 ? ['…'] : [])].join(', ');
}
