import type { Row } from '../../report/report.ts';
import type { Store } from '../../store/store.ts';
import { askedWindow, daysBefore, withSpans } from '../../store/withSpans.ts';
import forecast from './forecast.sql';
import type { Limit, Period } from './limit.ts';
import { type Measured, numberIn, textOf, unknownMeasure } from './measured.ts';
import periodStart from './period_start.sql';
import spend from './spend.sql';

/** The dearest day, week or month that the window touches, whole: also what of it lies before the window. */
export async function measureBudget(
  store: Store,
  { amount, period = 'month' }: Limit,
  now: string,
): Promise<{ readonly budget: Measured; readonly warn: Measured }> {
  const [row] = await spendOf(store, period, now);
  if (row === undefined) {
    const nothing = unknownMeasure('nothing that has a time and a price');
    return { budget: nothing, warn: nothing };
  }
  const value = numberIn(row, 'value');
  const worst = textOf(row['worst_trace_id']);
  const spent = { value, unit: 'usd' } as const;
  const why = ['spent in the ', `${period} from ${row['since']}: `, spent, ...outlook(row, period)];
  const share = value === null ? null : value / amount;
  const budget = { value: amount, unit: 'usd' } as const;
  return {
    budget: { value, worst, why },
    warn: { value: share, worst, why: [spent, ' of a budget of ', budget, ` for the ${period}`] },
  };
}

async function spendOf(store: Store, period: Period, now: string): Promise<Row[]> {
  const asked = await askedWindow(store);
  const [begun] = asked.start === null ? [] : await store.rows(periodStart, { period });
  return withSpans(store, { start: textOf(begun?.['start']), end: asked.end }, () =>
    store.rows(spend, { period, now }),
  );
}

/** A forecast at the pace so far, only of a period that is not over and of which a tenth has gone by. */
const leastElapsed = 0.1;

function outlook(row: Row, period: Period) {
  const elapsed = Number(row['elapsed']);
  if (elapsed >= 1 || elapsed < leastElapsed) return [];
  const value = Number(row['value']) / elapsed;
  return ['; forecast at this pace: ', { value, unit: 'usd' } as const, ` for the whole ${period}`];
}

const weeks = 4;

/** The day that spent most, compared with its weekday in the four weeks before. */
export async function measureForecast(store: Store): Promise<Measured> {
  const { start, end } = await askedWindow(store);
  const [row] = await withSpans(store, { start: daysBefore(start, 7 * weeks + 1), end }, () =>
    store.rows(forecast, { since: start }),
  );
  if (row === undefined) return unknownMeasure('no day has the same weekday in the four weeks before');
  const why = [
    `${row['day']} spent `,
    { value: row['cost_usd'] ?? null, unit: 'usd' },
    ', where this weekday usually spends ',
    { value: row['usual_usd'] ?? null, unit: 'usd' },
    ` (median of ${row['days']})`,
  ] as const;
  return { value: numberIn(row, 'value'), worst: textOf(row['worst_trace_id']), why };
}
