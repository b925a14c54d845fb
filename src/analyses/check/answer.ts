import path from 'node:path';
import { exitCode, UserError } from '../../error.ts';
import type { Column, Report, Row } from '../../report/report.ts';
import type { Request } from '../../request/request.ts';
import type { Store } from '../../store/store.ts';
import type { Answer, Own, Scope } from '../analysis.ts';
import { trustNotes } from '../trust.ts';
import trusted from '../trusted.sql';
import { rulesOf } from './asked.ts';
import { judgeRules, type Verdict } from './judge.ts';
import { unitOf } from './rules.ts';
import { sampleOf, saveSample } from './sample.ts';
import traceCosts from './trace_costs.sql';

const columns: readonly Column[] = [
  { key: 'rule', unit: 'text', show: 'always' },
  { key: 'status', unit: 'text', show: 'always' },
  { key: 'value', unit: 'quantity', show: 'always' },
  { key: 'limit', unit: 'quantity', show: 'always' },
  { key: 'worst_trace_id', title: 'worst trace', unit: 'text' },
  { key: 'why', unit: 'sentence', show: 'always', wraps: true },
  { key: 'see', unit: 'text', show: 'asked' },
];

/** Exit code 1 where a rule does not hold, 4 where nothing could be judged: a gate that saw nothing is not open. */
export async function answer(store: Store, request: Request, own: Own, scope: Scope): Promise<Answer> {
  const asked = rulesOf(own, request);
  const [counts = {}] = await store.rows(
    'SELECT count(*)::BIGINT AS spans, count_if(is_call)::BIGINT AS calls FROM unpriced',
  );
  const isEmpty = counts['spans'] === 0;
  const verdicts = isEmpty
    ? []
    : await judgeRules(
        { store, request, scope },
        asked,
        textOption(own, 'against'),
        await nowOf(store, request),
      );
  // An empty baseline would let everything pass from then on.
  const saved = isEmpty ? undefined : await save(store, request, textOption(own, 'saveBaseline'));
  const [trust = {}] = await store.rows(trusted);
  const count = (status: Verdict['status']) => verdicts.filter((one) => one.status === status).length;
  const sums = { rules: asked.length, ok: count('ok'), failed: count('fail'), skipped: count('skip') };
  return {
    headline: isEmpty ? 'nothing to judge' : sums.rules === 0 ? (saved ?? 'no rules') : headline(sums),
    sections: [{ key: 'rows', columns, rows: verdicts.map(rowOf) }],
    totals: { columns: Object.keys(sums).map((key) => ({ key, unit: 'count' as const })), row: sums },
    meta: { unpriced_calls: trust['unpriced_calls'] ?? null },
    notes: [...warnings(verdicts), ...(await trustNotes(store, trust))],
    ...endsWith(sums, own, isEmpty),
  };
}

/** Writes the baseline that is asked for, and says what is in it. */
async function save(
  store: Store,
  { folder }: Request,
  file: string | undefined,
): Promise<Report['headline'] | undefined> {
  if (file === undefined) return undefined;
  const sample = sampleOf(await store.rows(traceCosts));
  if (sample.traces === 0)
    throw new UserError(
      '--save-baseline: no trace has a known cost: there would be nothing to compare with',
      exitCode.noData,
    );
  saveSample(path.resolve(folder, file), sample);
  const each = { value: sample.cost_per_trace_usd, unit: 'usd' } as const;
  return [
    `saved ${file}: ${sample.traces.toLocaleString('en')} trace${sample.traces === 1 ? '' : 's'} at `,
    each,
    ' each',
  ];
}

type Sums = Readonly<Record<'rules' | 'ok' | 'failed' | 'skipped', number>>;

const judged = ({ ok, failed }: Sums) => ok + failed;

function endsWith(sums: Sums, { options }: Own, isEmpty: boolean) {
  if (isEmpty || (sums.rules > 0 && judged(sums) === 0))
    return options['onEmpty'] === 'pass' ? {} : { exitCode: exitCode.noData };
  return sums.failed > 0 ? { exitCode: exitCode.ruleFailed } : {};
}

function textOption({ options }: Own, key: string): string | undefined {
  const value = options[key];
  return value === undefined ? undefined : String(value);
}

/** Just after the newest record where `--now latest` says so, else what `--now` says, else now. */
async function nowOf(store: Store, { window }: Request): Promise<string> {
  if (typeof window.now === 'number') return new Date(window.now).toISOString();
  if (window.now === undefined) return new Date().toISOString();
  const [row] = await store.rows('SELECT epoch_ms(max(started_at))::DOUBLE AS newest FROM landed');
  return new Date(Number(row?.['newest']) + 1).toISOString();
}

function headline(sums: Sums): Report['headline'] {
  const { rules, failed, skipped } = sums;
  if (judged(sums) === 0) return 'nothing could be judged';
  const held =
    failed === 0
      ? 'every rule holds'
      : rules === 1
        ? 'the rule does not hold'
        : `${failed} of ${rules} rules ${failed === 1 ? 'does' : 'do'} not hold`;
  return skipped ? `${held}, ${skipped} could not be judged` : held;
}

function rowOf({ rule, limit, status, value, worst, why, isWarning, see = rule.see }: Verdict): Row {
  const unit = unitOf[rule.kind];
  const quantity = { value: limit.amount, unit };
  return {
    rule: rule.name,
    status,
    value: { value, unit },
    limit: quantity,
    worst_trace_id: worst,
    why,
    see: `llmtrace ${worst !== null && status === 'fail' && see === 'top' ? `show ${worst}` : see}`,
    is_warning: isWarning,
  };
}

function warnings(verdicts: readonly Verdict[]): Report['notes'] {
  return verdicts.flatMap(({ rule, why, status, isWarning }) => {
    if (status === 'skip') return [[`${rule.name}: not judged: `, ...why]];
    return isWarning ? [[`${rule.name}: `, ...why]] : [];
  });
}
