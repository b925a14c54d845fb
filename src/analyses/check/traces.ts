import type { Row } from '../../report/report.ts';
import type { Store } from '../../store/store.ts';
import guarded from '../guardrails.sql';
import type { AskedRule } from './asked.ts';
import { type Measured, numberIn, textOf, unknownMeasure } from './measured.ts';
import traces from './traces.sql';

/** The rules on single traces: their calls, tools, tokens and dollars. */
export async function measureTraces(
  store: Store,
  asked: readonly AskedRule[],
): Promise<ReadonlyMap<string, Measured>> {
  await store.run(guarded);
  const limits = asked.map(({ rule, limit }) => ({ rule: rule.name, amount: limit.amount }));
  const rows = await store.rows(traces, { limits: JSON.stringify(limits) });
  return new Map(
    asked.map(({ rule }) => {
      const row = rows.find((found) => found['rule'] === rule.name);
      return [rule.name, row === undefined ? unknownMeasure(`no trace has ${rule.measures}`) : measured(row)];
    }),
  );
}

function measured(row: Row): Measured {
  const value = numberIn(row, 'value');
  const [subject, over] = [textOf(row['subject']), Number(row['over'])];
  const worst = textOf(row['worst_trace_id']);
  const count = Number(row['traces']);
  const all = `${count.toLocaleString('en')} trace${count === 1 ? '' : 's'}`;
  const above = over === 0 ? `none of ${all} over` : `${over.toLocaleString('en')} of ${all} over`;
  return { value, worst, why: [subject === null ? above : `${subject}; ${above}`] };
}
