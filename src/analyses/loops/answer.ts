import { exitCode } from '../../error.ts';
import type { Row, Sentence } from '../../report/report.ts';
import type { Request } from '../../request/request.ts';
import type { Store } from '../../store/store.ts';
import type { Answer, Own } from '../analysis.ts';
import { failRules, judge, measuresOf } from '../failOn.ts';
import { guardrailsOf } from '../guardrails.ts';
import { trustNotes } from '../trust.ts';
import { listsBeside } from './beside.ts';
import { loopColumns, rowOf, totalColumns, totalsOf } from './rows.ts';
import { type Loop, loopsIn } from './search.ts';
import totalSql from './total.sql';
import unknowable from './unknowable.sql';
import { worthTelling } from './worth.ts';

/** What went round in circles, what it cost, and the lists that stand beside it. */
export async function answer(store: Store, request: Request, own: Own): Promise<Answer> {
  const { options } = own;
  const rules = failRules(
    options['failOn'],
    totalColumns.map(({ key }) => key),
  );
  const guardrails = guardrailsOf(options['guardrails'] as string | undefined, request.check);
  const found = await loopsIn(store);
  const loops = worthTelling(found, options['minUsd'], request.all);
  const [whole = {}] = await store.rows(totalSql);
  const totals = totalsOf(whole, loops);
  const listed = loops.slice(0, request.limit);
  const verdict = judge(rules, measuresOf(totalColumns, totals));
  const isEmpty = rules.length > 0 && whole['traces'] === 0 && options['onEmpty'] === 'fail';
  return {
    headline: headline(totals, loops),
    sections: [
      {
        key: 'rows',
        columns: loopColumns,
        rows: listed.map(rowOf),
        more: loops.length - listed.length,
      },
      ...(await listsBeside(store, guardrails, request.limit)),
    ],
    totals: { columns: totalColumns, row: totals },
    meta: { unpriced_calls: whole['unpriced_calls'] ?? null },
    notes: [
      ...verdict.notes,
      ...smallOnes(found.length - loops.length, options['minUsd'] !== undefined),
      ...(await untellable(store)),
      ...(await trustNotes(store, whole)),
    ],
    ...(isEmpty
      ? { exitCode: exitCode.noData }
      : verdict.exitCode === undefined
        ? {}
        : { exitCode: verdict.exitCode }),
  };
}

function headline(totals: Row, loops: readonly Loop[]): Sentence {
  const { traces, cost_usd, wasted_usd } = totals;
  const stuck = new Set(loops.map(({ thread }) => thread.traceId)).size;
  const cost = { value: cost_usd ?? null, unit: 'usd' } as const;
  if (loops.length === 0) return ['no loop in ', counted(Number(traces), 'trace'), ', which cost ', cost];
  return [
    `${counted(loops.length, 'loop')} in ${stuck.toLocaleString('en')} of ${counted(Number(traces), 'trace')} wasted `,
    { value: wasted_usd ?? null, unit: 'usd' },
    ' of ',
    cost,
  ];
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

function smallOnes(count: number, isAsked: boolean): Sentence[] {
  if (count === 0) return [];
  const why = isAsked ? 'less than --min-usd' : 'less than a cent and 2% of their trace (--all shows them)';
  return [[`not shown: ${counted(count, 'loop')} that wasted ${why}`]];
}

/** Names of tools alone say nothing of loops: without arguments nothing is guessed. */
async function untellable(store: Store): Promise<Sentence[]> {
  const [row = {}] = await store.rows(unknowable);
  const [nameless, calls] = [Number(row['nameless']), Number(row['tool_calls'])];
  if (calls === 0) return [['no tool calls were found: loops of tools cannot be told']];
  if (nameless === 0) return [];
  const part =
    nameless === calls
      ? `all ${counted(calls, 'tool call')}`
      : `${nameless.toLocaleString('en')} of ${counted(calls, 'tool call')}`;
  return [[`${part} are logged without arguments: whether they went round in circles cannot be told`]];
}
