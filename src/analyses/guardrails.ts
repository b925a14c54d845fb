import { UserError } from '../error.ts';
import type { Unit } from '../report/report.ts';
import { didYouMean, nearest } from '../suggest.ts';

/** A limit that one trace should keep; a trace exceeds it with more than `limit`. */
export type Guardrail = {
  /** As `check` calls the rule, as `--guardrails` and the config name it, and in the column `rule` of `guarded`. */
  readonly name: string;
  /** What holds where nobody says otherwise: limits that teams put on agents in production. */
  readonly limit: number;
  readonly unit: Extract<Unit, 'count' | 'usd' | 'tokens'>;
  /** What is compared with the limit. */
  readonly measures: string;
};

/** `guardrails.sql` measures each of them, for each trace, under its name. */
export const guardrails: readonly Guardrail[] = [
  { name: 'max-llm-calls', limit: 10, unit: 'count', measures: 'model calls of one trace' },
  { name: 'max-same-tool', limit: 3, unit: 'count', measures: 'calls of one tool in one trace' },
  { name: 'max-trace-cost', limit: 0.5, unit: 'usd', measures: 'cost of one trace' },
  { name: 'max-span-cost', limit: 0.1, unit: 'usd', measures: 'cost of one span' },
  { name: 'max-trace-input-tokens', limit: 50_000, unit: 'tokens', measures: 'input tokens of one trace' },
];

const names = guardrails.map(({ name }) => name);

/**
 * The guardrails with the limits of `given` (`max-llm-calls=20,max-same-tool=5`), else those of the config's `check`, else
 * their own. Throws a UserError for a name that is none and for a limit that is no number.
 */
export function guardrailsOf(
  given: string | undefined,
  configured: Readonly<Record<string, number | string | boolean>>,
): readonly Guardrail[] {
  const asked = limitsIn(given);
  return guardrails.map((guardrail) => {
    const set = configured[guardrail.name];
    const limit = asked.get(guardrail.name) ?? (typeof set === 'number' ? set : guardrail.limit);
    return { ...guardrail, limit };
  });
}

function limitsIn(given: string | undefined): ReadonlyMap<string, number> {
  if (given === undefined) return new Map();
  return new Map(given.split(',').map((rule) => limitIn(rule.trim())));
}

function limitIn(rule: string): [string, number] {
  const [, name = '', amount = ''] = /^([a-z-]+)\s*=\s*\$?(\d+(?:\.\d+)?)$/.exec(rule) ?? [];
  if (names.includes(name)) return [name, Number(amount)];
  const word = rule.split('=', 1)[0]?.trim() ?? '';
  const problem = names.includes(word)
    ? `"${rule}": expected a limit, as in ${word}=10`
    : `"${word}" is no guardrail${didYouMean(nearest(word, names))}`;
  throw new UserError(`--guardrails: ${problem}\n  guardrails: ${names.join(' ')}`);
}
