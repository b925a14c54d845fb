import { UserError } from '../error.ts';
import { quoted } from '../suggest.ts';

/** A condition under which a command ends with exit code 1: `wasted_usd>1`, `cost_per_trace>+25%`. */
export type FailRule = {
  /** As it was given. */
  readonly text: string;
  /** The name of a total or of a term. */
  readonly measure: string;
  readonly operator: Operator;
  /** A share where it was given in percent: 0.25. */
  readonly limit: number;
  /**
   * What is compared with the limit: the measure itself (`error_rate>5%`), or, where the limit has a sign, how much it
   * changed (`cost_usd>+0.5`), as a share of what it was where that is in percent (`cost_usd>+25%`).
   */
  readonly compares: 'value' | 'change' | 'relative change';
};

export type Operator = '>' | '>=' | '<' | '<=';

const rule = /^([a-z][a-z0-9_]*)\s*(>=|<=|>|<)\s*([+-])?\s*\$?(\d+\.?\d*|\.\d+)\s*(%)?$/i;
const examples = '"cost_per_trace>+25%", "wasted_usd>1", "error_rate>5%"';

/** Reads one `--fail-on`. Throws a UserError that shows how one is written; whether there is such a measure is not known here. */
export function parseFailRule(text: string): FailRule {
  const [, measure, operator, sign, digits, percent] = rule.exec(text.trim()) ?? [];
  if (measure === undefined || operator === undefined)
    throw new UserError(`${quoted(text)} is not a rule (examples: ${examples})`);
  const size = Number(digits) / (percent === undefined ? 1 : 100);
  return {
    text: text.trim(),
    measure: measure.toLowerCase(),
    operator: operator as Operator,
    limit: sign === '-' ? -size : size,
    compares: sign === undefined ? 'value' : percent === undefined ? 'change' : 'relative change',
  };
}
