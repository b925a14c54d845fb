import type { Row } from '../../report/report.ts';
import { shapley } from '../../statistics/shapley.ts';

/** What can make a call or trace dearer, in the order in which their shares are told apart. */
const factors = ['calls', 'model', 'input', 'cache', 'output', 'price'] as const;
export type Factor = (typeof factors)[number];

const prompt = ['input', 'cache_read', 'cache_write_5m', 'cache_write_1h'] as const;

/** What the calls of one model came to: tokens and dollars per call. */
type Use = {
  readonly share: number;
  readonly prompt: number;
  /** Of each class of prompt tokens, its part of the prompt. */
  readonly mix: readonly number[];
  readonly output: number;
  /** Dollars paid for each dollar of the list price. */
  readonly price: number;
  readonly rates: readonly number[];
  readonly outputRate: number;
};

type Side = { readonly callsPerTrace: number; readonly uses: ReadonlyMap<string, Use> };

/**
 * Which factor makes up most of the difference between two sets of calls, by the Shapley value of each.
 * @param before rows of usage.sql, one for each model
 * @param isTrace is what a trace costs compared, or what a call does?
 */
export function mainFactor(
  before: readonly Row[],
  after: readonly Row[],
  isTrace: boolean,
): Factor | undefined {
  if (before.length === 0 || after.length === 0) return undefined;
  const [one, other] = [sideOf(before), sideOf(after)];
  const models = [...new Set([...one.uses.keys(), ...other.uses.keys()])];
  const shares = shapley(factors.length, (changed) => {
    const from = (factor: Factor) => ((changed >> factors.indexOf(factor)) & 1 ? other : one);
    const cost = models.reduce((sum, model) => sum + costOf(model, one, other, from), 0);
    return isTrace ? cost * from('calls').callsPerTrace : cost;
  });
  const most = Math.max(...shares);
  return most > 0 ? factors[shares.indexOf(most)] : undefined;
}

function sideOf(rows: readonly Row[]): Side {
  const sum = (key: string) => rows.reduce((total, row) => total + Number(row[key]), 0);
  const calls = sum('calls');
  return {
    callsPerTrace: calls / sum('traces'),
    uses: new Map(rows.map((row) => [String(row['model']), useOf(row, calls)])),
  };
}

function useOf(row: Row, allCalls: number): Use {
  const number = (key: string) => Number(row[key]);
  const calls = number('calls');
  const tokens = prompt.map(number);
  const all = tokens.reduce((sum, count) => sum + count, 0);
  // Without a list price all tokens count alike.
  const rate = (name: string) => (row[`${name}_rate`] === null ? 1 : number(`${name}_rate`)) / 1e6;
  const rates = prompt.map(rate);
  const list = number('output') * rate('output') + dot(tokens, rates);
  return {
    share: calls / allCalls,
    prompt: all / calls,
    mix: tokens.map((count) => (all === 0 ? 0 : count / all)),
    output: number('output') / calls,
    price: list > 0 ? number('cost_usd') / list : 1,
    rates,
    outputRate: rate('output'),
  };
}

/** A model that one side does not have is, on that side, called as on the other, but never. */
function costOf(model: string, one: Side, other: Side, from: (factor: Factor) => Side): number {
  const share = from('model').uses.get(model)?.share;
  if (share === undefined) return 0;
  const use = (factor: Factor) =>
    (from(factor).uses.get(model) ?? one.uses.get(model) ?? other.uses.get(model)) as Use;
  const input = use('input').prompt * dot(use('cache').mix, use('cache').rates);
  return share * use('price').price * (input + use('output').output * use('output').outputRate);
}

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, place) => sum + value * (other[place] ?? Number.NaN), 0);
}
