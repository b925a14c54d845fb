import { describe, expect, test } from 'vitest';
import { failRules, judge } from '../src/analyses/failOn.ts';
import { UserError } from '../src/error.ts';
import { parseFailRule } from '../src/request/failOn.ts';

describe('a rule that fails a build', () => {
  test.each([
    ['cost_per_trace>+25%', 'cost_per_trace', '>', 0.25, 'relative change'],
    ['hit_ratio < -5%', 'hit_ratio', '<', -0.05, 'relative change'],
    ['wasted_usd>1', 'wasted_usd', '>', 1, 'value'],
    ['wasted_usd >= $1.50', 'wasted_usd', '>=', 1.5, 'value'],
    ['error_rate>5%', 'error_rate', '>', 0.05, 'value'],
    ['cost_usd<=+.5', 'cost_usd', '<=', 0.5, 'change'],
  ] as const)('%s', (text, measure, operator, limit, compares) => {
    expect(parseFailRule(text)).toEqual({ text, measure, operator, limit, compares });
  });

  test.each(['cost_usd', 'cost_usd>', '>5', 'cost_usd>five', 'cost_usd=5', 'cost_usd>5%%', ''])(
    'not %j',
    (text) => {
      expect(() => parseFailRule(text)).toThrow(UserError);
    },
  );

  test('is about a measure that there is, with or without its unit', () => {
    const names = ['cost_usd', 'wasted_usd', 'p95_ms'];
    expect(failRules(['cost>1', 'p95>300', 'wasted_usd>0'], names)).toHaveLength(3);
    expect(() => failRules(['waste_usd>1'], names)).toThrow(/did you mean "wasted_usd"/);
    expect(failRules(undefined, names)).toEqual([]);
  });
});

describe('a judgement', () => {
  const measures = {
    cost_usd: { unit: 'usd', value: 6, change: 2, base: 4 },
    errors: { unit: 'count', value: 0, change: 0, base: 0 },
    new_cost_usd: { unit: 'usd', value: 3, change: 3, base: 0 },
    p95_ms: { unit: 'ms', value: null },
  } as const;
  const outcome = (rule: string) => judge([parseFailRule(rule)], measures).exitCode ?? 0;

  test.each([
    ['cost>5', 1],
    ['cost>6', 0],
    ['cost>=6', 1],
    ['cost>+1.99', 1],
    ['cost>+2', 0],
    ['cost>+49%', 1],
    ['cost>+51%', 0],
    ['cost<-1%', 0],
    ['errors>+10%', 0],
    ['new_cost>+1000%', 1],
    ['p95>1', 0],
  ])('%s ends with %i', (rule, code) => {
    expect(outcome(rule)).toBe(code);
  });

  test('says what was found, and what could not be judged', () => {
    expect(judge([parseFailRule('cost>+25%')], measures).notes).toEqual([
      ['--fail-on cost>+25%: it is ', { value: 0.5, unit: 'fraction', signed: true }],
    ]);
    expect(judge([parseFailRule('p95>1')], measures).notes).toEqual([
      ['--fail-on p95>1: not judged, p95 is not known'],
    ]);
  });
});
