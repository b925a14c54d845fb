import type { Report, Row } from '../../report/report.ts';
import type { Request } from '../../request/request.ts';
import type { Store } from '../../store/store.ts';
import type { Answer, Own } from '../analysis.ts';
import { failRules, judge, measuresOf } from '../failOn.ts';
import { trustNotes } from '../trust.ts';
import trusted from '../trusted.sql';
import { baselineDays, lastingGroups } from './asked.ts';
import { columns, notJudged, totals } from './columns.ts';
import { explained } from './explain.ts';
import { find, type Rules } from './find.ts';
import { gather } from './gather.ts';
import listed from './listed.sql';
import listedFinding from './listed_finding.sql';
import notJudgedRows from './not_judged.sql';
import total from './total.sql';

/** What is far above its own past. The past may lie before the window. */
export async function answer(store: Store, request: Request, own: Own): Promise<Answer> {
  const option = (key: string) => String(own.options[key]);
  const rules = failRules(
    own.options['failOn'],
    totals.map(({ key }) => key),
  );
  const days = baselineDays(option('baseline'));
  await gather(store, lastingGroups(option('group')), days);
  await find(store, option('metric'), { rule: option('rule'), grain: option('grain') } as Rules);
  const rows = await listedRows(store, request, days);
  const [sums = {}] = await store.rows(total);
  const [trust = {}] = await store.rows(trusted);
  const row = Object.fromEntries(totals.map(({ key }) => [key, sums[key] ?? null]));
  const judgement = judge(rules, measuresOf(totals, row));
  return {
    headline: headline(sums, option('baseline')),
    sections: [
      { key: 'rows', columns, rows, more: Math.max(0, Number(sums['findings']) - rows.length) },
      await unjudged(store),
    ],
    totals: { columns: totals, row },
    meta: {
      unpriced_calls: trust['unpriced_calls'] ?? null,
      baseline: option('baseline'),
      rule: option('rule'),
    },
    notes: [...notes(sums), ...(await trustNotes(store, trust)), ...judgement.notes],
    ...ending(judgement.exitCode),
  };
}

const ending = (exitCode: Answer['exitCode']) => (exitCode === undefined ? {} : { exitCode });

async function listedRows(store: Store, request: Request, days: number): Promise<Row[]> {
  await store.run('SET VARIABLE anomaly_all = $all', { all: request.all });
  await store.run(listedFinding, {
    limit: Number.isFinite(request.limit) ? request.limit : Number.MAX_SAFE_INTEGER,
  });
  const findings = await explained(store, await store.rows(listed), days);
  return findings.map((finding) => ({
    ...Object.fromEntries(columns.map(({ key }) => [key, finding[inSql[key] ?? key] ?? null])),
    // What several points have in common stands out already.
    shown_key:
      finding['kind'] === 'point' && finding['shared_value'] === null ? (finding['key'] ?? null) : '',
  }));
}

/** Names of one letter are not safe in SQL. */
const inSql: Readonly<Record<string, string>> = { n: 'call_count', z: 'z_score' };

async function unjudged(store: Store) {
  const rows = await store.rows(notJudgedRows);
  return {
    ...{ key: 'not_judged', title: 'not judged by their own past', columns: notJudged, rows },
    ...{ telling: rows.length, gist: 'every group had a past to be judged by' },
  };
}

function headline(sums: Row, baseline: string): Report['headline'] {
  const count = Number(sums['findings']);
  if (count === 0) return `no anomalies: nothing is far above the ${baseline} before it`;
  const found = `${count.toLocaleString('en')} ${count === 1 ? 'anomaly' : 'anomalies'}`;
  return [
    `${found}, `,
    { value: sums['excess_usd'] ?? null, unit: 'usd' },
    ' above the usual, of ',
    { value: sums['cost_usd'] ?? null, unit: 'usd' },
    ' in all',
  ];
}

function notes(sums: Row): string[] {
  const count = (key: string) => Number(sums[key]).toLocaleString('en');
  const texts = {
    small_findings: `findings of less than $0.01: ${count('small_findings')}; --all lists them`,
    failed_calls: `failed calls, which stand in no baseline: ${count('failed_calls')}`,
  };
  return Object.entries(texts).flatMap(([key, text]) => (Number(sums[key]) > 0 ? [text] : []));
}
