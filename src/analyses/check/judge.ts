import type { Store } from '../../store/store.ts';
import { find } from '../anomalies/find.ts';
import { gather } from '../anomalies/gather.ts';
import { groupings } from '../dimensions.ts';
import anomalies from './anomalies.sql';
import type { AskedRule } from './asked.ts';
import { measureCalls } from './calls.ts';
import { measureIncrease } from './increase.ts';
import { type Measured, numberIn, textOf, unknownMeasure } from './measured.ts';
import { measureBudget, measureForecast } from './spend.ts';
import { measureTraces } from './traces.ts';
import { type Judging, wasted } from './waste.ts';

export type Verdict = AskedRule &
  Measured & {
    /** Skip: the log does not tell. */
    readonly status: 'ok' | 'fail' | 'skip';
    /** Over a limit that only warns. */
    readonly isWarning: boolean;
  };

/** Measures what each rule is about and compares it with its limit. */
export async function judgeRules(
  judging: Judging,
  asked: readonly AskedRule[],
  against: string | undefined,
  now: string,
): Promise<Verdict[]> {
  const measures = await measured(judging, asked, against, now);
  return asked.map((one) => verdict(one, measures.get(one.rule.name) ?? unknownMeasure('not measured')));
}

function verdict(asked: AskedRule, measure: Measured & { readonly isChance?: boolean }): Verdict {
  const { value } = measure;
  const { bound, warns } = asked.rule;
  const { amount } = asked.limit;
  const isBeyond =
    value !== null && (bound === 'most' ? value > amount : value < amount) && !measure.isChance;
  const status = value === null ? 'skip' : isBeyond && warns !== true ? 'fail' : 'ok';
  return { ...asked, ...measure, status, isWarning: isBeyond && warns === true };
}

async function measured(
  judging: Judging,
  asked: readonly AskedRule[],
  against: string | undefined,
  now: string,
): Promise<Map<string, Measured>> {
  const { store } = judging;
  const names = asked.map(({ rule }) => rule.name);
  const found = new Map(await measureCalls(store, names));
  const ofTraces = asked.filter(({ rule }) => ['count', 'usd', 'tokens'].includes(rule.kind));
  for (const [name, measure] of await measureTraces(store, ofTraces)) found.set(name, measure);
  const budget = asked.find(({ rule }) => rule.name === 'budget');
  if (budget !== undefined) {
    const spent = await measureBudget(store, budget.limit, now);
    found.set('budget', spent.budget).set('budget-warn', spent.warn);
  }
  const has = (name: string) => names.includes(name);
  if (has('max-spend-vs-forecast')) found.set('max-spend-vs-forecast', await measureForecast(store));
  const increase = asked.find(({ rule }) => rule.name === 'max-increase');
  if (increase !== undefined)
    found.set('max-increase', await measureIncrease(judging, against ?? 'prev', increase.limit, now));
  if (has('max-anomaly-excess')) found.set('max-anomaly-excess', await anomalyExcess(store));
  if (has('max-loop-waste')) found.set('max-loop-waste', await wasted(judging));
  return found;
}

/** Days that calls are compared with, as `anomalies` has it by default. */
const baseline = 7;

async function anomalyExcess(store: Store): Promise<Measured> {
  await gather(store, groupings('feature'), baseline);
  await find(store, 'cost', { rule: 'robust', grain: 'auto' });
  const [row = {}] = await store.rows(anomalies);
  const count = Number(row['findings']);
  const value = count === 0 && row['judged_calls'] === 0 ? null : Number(row['excess_usd']);
  if (value === null) return unknownMeasure('nothing has a past to be judged by');
  const why = [
    `${count.toLocaleString('en')} ${count === 1 ? 'anomaly' : 'anomalies'}, `,
    { value, unit: 'usd' },
    ' above the usual',
  ] as const;
  return { value: numberIn({ value }, 'value'), worst: textOf(row['worst_trace_id']), why };
}
