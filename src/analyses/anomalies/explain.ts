import type { Row } from '../../report/report.ts';
import type { Store } from '../../store/store.ts';
import compared from './compared.sql';
import explainedCall from './explained_call.sql';
import { mainFactor } from './factor.ts';
import { withPast } from './past.ts';
import topField from './top_field.sql';
import traces from './traces.sql';
import usage from './usage.sql';

/** Adds to each listed finding what made it dear (`factor`), the value of a field that stands out (`top_field`) and its traces. */
export async function explained(store: Store, findings: readonly Row[], days: number): Promise<Row[]> {
  if (findings.length === 0) return [];
  await withPast(store, days, explainedCall);
  await store.run(compared);
  const [uses, fields, dearest] = [
    await store.rows(usage),
    await store.rows(topField),
    await store.rows(traces),
  ];
  const of = (rows: readonly Row[], key: string) =>
    new Map(rows.map((row) => [row['rank'], row[key] ?? null] as const));
  const [fieldOf, tracesOf] = [of(fields, 'top_field'), of(dearest, 'trace_ids')];
  return findings.map((finding) => ({
    ...finding,
    factor: factorOf(
      finding,
      uses.filter(({ rank }) => rank === finding['rank']),
    ),
    top_field: finding['shared_value'] ?? fieldOf.get(finding['rank']) ?? null,
    trace_ids: tracesOf.get(finding['rank']) ?? [],
  }));
}

function factorOf({ kind, grain, metric }: Row, uses: readonly Row[]): string | null {
  const before = uses.filter(({ side }) => side === 'before');
  const after = uses.filter(({ side }) => side === 'after');
  if (kind === 'volume') return moreCalls(before, after) ? 'calls' : 'traffic';
  if (metric === 'input_tokens') return 'input';
  if (metric === 'output_tokens') return 'output';
  return mainFactor(before, after, grain === 'trace') ?? null;
}

/** More calls for each trace, rather than more traces. */
const leastMore = 1.2;

function moreCalls(before: readonly Row[], after: readonly Row[]): boolean {
  return perTrace(after) > leastMore * perTrace(before);
}

function perTrace(rows: readonly Row[]): number {
  const sum = (key: string) => rows.reduce((total, row) => total + Number(row[key]), 0);
  return sum('calls') / sum('traces');
}
