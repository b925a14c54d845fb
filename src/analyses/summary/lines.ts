import type { Quantity, Row, Sentence } from '../../report/report.ts';
import type { Request } from '../../request/request.ts';
import { parseOptions } from '../../request/settings.ts';
import type { Store } from '../../store/store.ts';
import { tidied } from '../../store/tidied.ts';
import type { Analysis, Answer, Scope } from '../analysis.ts';
import { anomaliesAnalysis } from '../anomalies.ts';
import { cacheAnalysis } from '../cache.ts';
import { doctorAnalysis } from '../doctor.ts';
import { loopsAnalysis } from '../loops.ts';
import daily from './daily.sql';
import { sparkline } from './sparkline.ts';

/** One line: what it is about, its number, a few words, and the command that goes deeper. */
type Line = { measure: string; value: Quantity; detail: Sentence; see: string };

/** What is asked, of which spans. */
type Asking = { readonly store: Store; readonly request: Request; readonly scope: Scope };

/** What the window came to, and what should be looked at. `total`: the totals of `top`. */
export async function linesOf(asking: Asking, total: Row): Promise<Row[]> {
  const lines = [
    await spend(asking.store, total),
    ...usage(total),
    await misses(asking),
    await loops(asking),
  ];
  return [...lines, await anomalies(asking, total), await trust(asking)].map(
    ({ measure, value, detail, see }) => ({
      measure,
      value,
      detail,
      see,
    }),
  );
}

async function spend(store: Store, total: Row): Promise<Line> {
  const days = await store.rows(daily);
  const first = String(days[0]?.['day'] ?? '–');
  const last = String(days.at(-1)?.['day'] ?? '–');
  const trend = sparkline(days.map((row) => (row['cost_usd'] === null ? null : Number(row['cost_usd']))));
  const detail: Sentence =
    days.length === 0 ? ['nothing has a time'] : [days.length === 1 ? first : `${first} ${trend} ${last}`];
  return { measure: 'spend', value: usd(total['cost_usd']), detail, see: 'top --group day' };
}

function usage(total: Row): Line[] {
  const [calls, traces] = [Number(total['calls']), Number(total['traces'])];
  const [read, input] = [total['cache_read_tokens'] ?? null, total['input_tokens'] ?? null];
  const hits = read === null || input === null || input === 0 ? null : Number(read) / Number(input);
  return [
    {
      measure: 'model calls',
      value: { value: calls, unit: 'count' },
      detail:
        calls > 0 && traces === 0
          ? ['none names its trace']
          : ['in ', { value: traces, unit: 'count' }, traces === 1 ? ' trace' : ' traces'],
      see: 'top --group model',
    },
    {
      measure: 'errors',
      value: { value: total['error_rate'] ?? null, unit: 'fraction' },
      detail: calls === 0 ? ['there is none'] : failed(Number(total['errors'])),
      see: 'top --by errors',
    },
    {
      measure: 'cache hits',
      value: { value: hits, unit: 'fraction' },
      detail:
        hits === null
          ? ['the log does not tell']
          : [{ value: read, unit: 'tokens' }, ' of ', { value: input, unit: 'tokens' }, ' prompt tokens'],
      see: 'cache',
    },
  ];
}

const failed = (errors: number): Sentence => [
  { value: errors, unit: 'count' },
  errors === 1 ? ' model call failed' : ' model calls failed',
];

async function misses(asking: Asking): Promise<Line> {
  const { sections, totals } = await asked(cacheAnalysis, asking);
  const [worst] = sections[0].rows;
  const lost = totals?.row['lost_tokens'] ?? null;
  const detail: Sentence =
    worst === undefined || lost === null
      ? ['no call could have read from a cache, as far as is known']
      : lost === 0
        ? ['no call missed what it could have read']
        : ['most of it in ', text(worst['key'])];
  return { measure: 'lost to cache misses', value: usd(totals?.row['lost_usd']), detail, see: 'cache' };
}

async function loops(asking: Asking): Promise<Line> {
  const { sections, totals } = await asked(loopsAnalysis, asking);
  const [worst] = sections[0].rows;
  const detail: Sentence =
    worst === undefined ? ['no run got stuck'] : ['most of it in ', text(worst['trace_id'])];
  return { measure: 'wasted in loops', value: usd(totals?.row['wasted_usd']), detail, see: 'loops' };
}

async function anomalies(asking: Asking, total: Row): Promise<Line> {
  const { sections, totals } = await asked(anomaliesAnalysis, asking);
  const [first] = sections[0].rows;
  const excess = totals?.row['excess_usd'] ?? null;
  const detail: Sentence =
    first === undefined
      ? [excess === null ? unjudged(total) : 'nothing is far above its past']
      : [
          `${first['kind']} in ${first['group']} since `,
          { value: first['at'] ?? null, unit: 'instant' },
          first['factor'] === null ? '' : `: ${first['factor']}`,
        ];
  return { measure: 'above the usual', value: usd(excess), detail, see: 'anomalies' };
}

const unjudged = (total: Row): string =>
  Number(total['calls']) > 0 && total['cost_usd'] === null
    ? 'costs are not known'
    : 'nothing has a past to be judged by';

async function trust(asking: Asking): Promise<Line> {
  const { meta, sections } = await asked(doctorAnalysis, asking);
  const why = sections.find(({ key }) => key === 'verdict')?.rows[0]?.['reason'];
  const value = { value: meta?.['verdict'] ?? null, unit: 'text' } as const;
  return {
    measure: 'trust',
    value,
    detail: [text(why ?? 'nothing speaks against these numbers')],
    see: 'doctor',
  };
}

/** What another command answers without options. */
function asked(analysis: Analysis, { store, request, scope }: Asking): Promise<Answer> {
  const own = { positionals: [], options: parseOptions(analysis.options, {}) };
  return tidied(store, () => analysis.answer(store, { ...request, all: false, limit: 1 }, own, scope));
}

const usd = (value: Row[string] | undefined): Quantity => ({ value: value ?? null, unit: 'usd' });
const text = (value: Row[string] | undefined): Quantity => ({ value: value ?? null, unit: 'text' });
