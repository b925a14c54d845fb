import { type ExitCode, exitCode, UserError } from '../error.ts';
import type { Column, Row, Sentence, Unit, Value } from '../report/report.ts';
import { type FailRule, type Operator, parseFailRule } from '../request/failOn.ts';
import type { Option, OptionValue } from '../request/options.ts';
import { didYouMean, nearest } from '../suggest.ts';

/** The option of every command that can fail a build by its totals. */
export const failOnOption: Option = {
  key: 'failOn',
  flags: '--fail-on <rule>',
  type: 'list',
  description: 'exit 1 if this holds of a total: "cost_usd>5"; repeatable',
};

/** Whether a command without any data to judge fails. */
export const onEmptyOption: Option = {
  key: 'onEmpty',
  flags: '--on-empty <what>',
  type: 'text',
  choices: ['fail', 'pass'],
  default: 'fail',
  description: 'exit 4 where there is no data, or 0',
};

/** What a rule can be about. */
export type Measure = {
  readonly unit: Unit;
  /** Unknown is null: no rule holds of it, and the note says so. */
  readonly value: number | null;
  /** How much it changed, where there is something to compare with; in its unit. */
  readonly change?: number | null;
  /** What the change is a share of in `+25%`. */
  readonly base?: number | null;
};

/** By the name that a rule calls it; `cost_usd` may be called `cost`, likewise `_ms`. */
export type Measures = Readonly<Record<string, Measure>>;

/** What came of the rules: sentences on those that hold or cannot be judged, and the exit code, undefined where none holds. */
export type Judgement = { readonly notes: readonly Sentence[]; readonly exitCode: ExitCode | undefined };

/** The rules of a command line; throws a UserError for a measure that is not among `names`. Before any log is read. */
export function failRules(given: OptionValue, names: readonly string[]): readonly FailRule[] {
  const rules = ((given ?? []) as readonly string[]).map(parseFailRule);
  for (const { measure } of rules) {
    if (nameOf(measure, names) !== undefined) continue;
    throw new UserError(
      `--fail-on: ${measure}: there is no such measure${didYouMean(nearest(measure, names))}\n  measures: ${names.join(' ')}`,
    );
  }
  return rules;
}

/** The totals of a report as measures, for a command that compares with nothing. */
export function measuresOf(columns: readonly Column[], totals: Row): Measures {
  return Object.fromEntries(
    columns.map(({ key, unit }) => [key, { unit, value: numberOf(totals[key] ?? null) }]),
  );
}

/** Judges rules that `failRules` gave. */
export function judge(rules: readonly FailRule[], measures: Measures): Judgement {
  const judged = rules.map((rule) => ({ rule, ...judgeOne(rule, measures) }));
  return {
    notes: judged.flatMap(({ note }) => (note === undefined ? [] : [note])),
    exitCode: judged.some(({ holds }) => holds) ? exitCode.ruleFailed : undefined,
  };
}

const suffix = /_(usd|ms)$/;

function nameOf(measure: string, names: readonly string[]): string | undefined {
  return names.find((name) => name === measure) ?? names.find((name) => name.replace(suffix, '') === measure);
}

function judgeOne(rule: FailRule, measures: Measures): { holds: boolean; note?: Sentence } {
  const name = nameOf(rule.measure, Object.keys(measures));
  const measure = name === undefined ? undefined : measures[name];
  const found = measure === undefined ? null : compared(rule, measure);
  if (found === null) return { holds: false, note: [`--fail-on ${rule.text}: not judged, ${why(rule)}`] };
  if (!holdsOf[rule.operator](found, rule.limit)) return { holds: false };
  return { holds: true, note: [`--fail-on ${rule.text}: it is `, said(rule, measure as Measure, found)] };
}

const why = ({ compares, measure }: FailRule) =>
  compares === 'value' ? `${measure} is not known` : `there is nothing to compare ${measure} with`;

const holdsOf: Readonly<Record<Operator, (found: number, limit: number) => boolean>> = {
  '>': (found, limit) => found > limit,
  '>=': (found, limit) => found >= limit,
  '<': (found, limit) => found < limit,
  '<=': (found, limit) => found <= limit,
};

function compared({ compares }: FailRule, { value, change = null, base = null }: Measure): number | null {
  if (compares === 'value') return value;
  if (compares === 'change' || change === null) return change;
  if (base === null) return null;
  return change === 0 ? 0 : change / Math.abs(base); // from nothing: infinitely much
}

function said({ compares }: FailRule, { unit }: Measure, found: number) {
  if (!Number.isFinite(found)) return 'more than nothing';
  const signed = compares === 'value' ? {} : { signed: true };
  return { value: found, unit: compares === 'relative change' ? ('fraction' as const) : unit, ...signed };
}

function numberOf(value: Value): number | null {
  return value === null || typeof value === 'object' ? null : Number(value);
}
