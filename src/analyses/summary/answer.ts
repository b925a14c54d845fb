import type { Column, Section } from '../../report/report.ts';
import type { Request } from '../../request/request.ts';
import { parseOptions } from '../../request/settings.ts';
import type { Store } from '../../store/store.ts';
import { tidied } from '../../store/tidied.ts';
import { whyNothing } from '../../store/unpicked.ts';
import type { Answer, Scope } from '../analysis.ts';
import { topAnalysis } from '../top.ts';
import { linesOf } from './lines.ts';

const columns: readonly Column[] = [
  { key: 'measure', title: '', unit: 'text', show: 'always' },
  { key: 'value', title: '', unit: 'quantity', show: 'always' },
  { key: 'detail', title: '', unit: 'sentence', show: 'always', wraps: true },
  { key: 'see', title: 'llmtrace', unit: 'text', show: 'always', wraps: true },
];

/** The lists on the screen, and how many rows each has. */
const lists = [
  { group: 'model', title: 'by model (llmtrace top --group model)', rows: 4 },
  { group: 'feature', title: 'by feature (llmtrace top --group feature)', rows: 4 },
  { group: 'trace', title: 'the most expensive traces (llmtrace top, llmtrace show)', rows: 3 },
];

/** Everything on one screen: a line for each question, and who spent most. */
export async function answer(store: Store, request: Request, scope: Scope): Promise<Answer> {
  const tops: Answer[] = [];
  for (const { group, rows } of lists) tops.push(await top(store, request, scope, group, rows));
  const [first] = tops;
  const total = first?.totals?.row ?? {};
  return {
    sections: [
      { key: 'rows', columns, rows: await linesOf({ store, request, scope }, total) },
      ...lists.map(({ group, title }, place): Section => section(tops[place], `${group}s`, title)),
    ],
    ...(first?.totals === undefined ? {} : { totals: first.totals }),
    meta: first?.meta ?? {},
    notes: [...(first?.notes ?? []), ...(total['traces'] === 0 ? await whyNothing(store) : [])],
  };
}

function section(top: Answer | undefined, key: string, title: string): Section {
  const found = top?.sections[0];
  return {
    key,
    title,
    columns: found?.columns ?? [],
    rows: found?.rows ?? [],
    ...(found?.more === undefined ? {} : { more: found.more }),
  };
}

function top(store: Store, request: Request, scope: Scope, group: string, limit: number): Promise<Answer> {
  const own = { positionals: [], options: parseOptions(topAnalysis.options, { group }) };
  return tidied(store, () => topAnalysis.answer(store, { ...request, limit }, own, scope));
}
