import { UserError } from '../../error.ts';
import type { Request } from '../../request/request.ts';
import { didYouMean, nearest } from '../../suggest.ts';
import type { Own } from '../analysis.ts';
import { guardrails } from '../guardrails.ts';
import { type Limit, limitOf } from './limit.ts';
import { type Rule, ruleNames, rules } from './rules.ts';

/** A rule with its limit. */
export type AskedRule = { readonly rule: Rule; readonly limit: Limit };

type Given = readonly (readonly [name: string, limit: string, origin: string])[];

/**
 * The rules to judge, in the order of their table: those of the config and, before them, of the command line; where neither has
 * any, the guardrails of a trace. Throws a UserError for an unknown rule and for a limit that cannot be read.
 */
export function rulesOf(own: Own, request: Pick<Request, 'check' | 'configFile'>): readonly AskedRule[] {
  const configured = ofConfig(request);
  // Who compares asks how much more is allowed: by the config, or as usual.
  const implied: Given = own.options['against'] === undefined ? [] : [['max-increase', 'true', '--against']];
  const given = [...implied, ...configured, ...ofCommandLine(own)];
  const asked = new Map(given.map(([name, limit, origin]) => [ruleNamed(name, origin), { limit, origin }]));
  if (asked.size === 0 && !asksOnlyForBaseline(own))
    return guardrails.map(({ name, limit }) => made(ruleNamed(name, ''), String(limit), ''));
  if (asked.has(ruleNamed('budget-warn', '')) && !asked.has(ruleNamed('budget', '')))
    throw new UserError('budget-warn: there is no budget; add --rule budget=200/month');
  if (asked.has(ruleNamed('max-increase', '')) && own.options['against'] === undefined)
    throw new UserError('max-increase: more than what? Add --against prev, a window, or a saved baseline');
  return rules.flatMap((rule) => {
    const found = asked.get(rule);
    return found === undefined ? [] : [made(rule, found.limit, found.origin)];
  });
}

const asksOnlyForBaseline = ({ options }: Own) => options['saveBaseline'] !== undefined;

function made(rule: Rule, limit: string, origin: string): AskedRule {
  return { rule, limit: limitOf(rule, limit === 'true' ? rule.limit : limit, origin) };
}

/** `false` switches a rule off. */
function ofConfig({ check, configFile = 'config' }: Pick<Request, 'check' | 'configFile'>): Given {
  return Object.entries(check)
    .filter(([, limit]) => limit !== false)
    .map(([name, limit]) => [name, String(limit), `${configFile}: check`]);
}

function ofCommandLine({ options }: Own): Given {
  const listed = (options['rule'] ?? []) as readonly string[];
  const increase = options['maxIncrease'];
  return [
    ...(increase === undefined ? [] : [['max-increase', String(increase), '--max-increase'] as const]),
    ...listed.map((text) => split(text)),
  ];
}

function split(text: string): readonly [string, string, string] {
  const [name = '', ...limit] = text.split('=');
  return [name.trim(), limit.length === 0 ? 'true' : limit.join('=').trim(), '--rule'];
}

function ruleNamed(name: string, origin: string): Rule {
  const found = rules.find((rule) => rule.name === name);
  if (found !== undefined) return found;
  throw new UserError(
    `${origin}: ${name}: there is no such rule${didYouMean(nearest(name, ruleNames))}\n  rules: ${ruleNames.join(' ')}`,
  );
}
