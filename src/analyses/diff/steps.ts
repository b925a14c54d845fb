import type { Sentence } from '../../report/report.ts';
import { twoSided } from '../../statistics/normal.ts';
import type { Cause } from './cause.ts';
import type { Facts, Named, NamedSide } from './fact.ts';
import { idOf } from './group.ts';
import { amount, change, leading, nameOfGroup, rose } from './saying.ts';
import { over } from './whole.ts';

/** More calls per trace: because a tool fails and is tried again, or for another reason. */
export function callsPerTrace(facts: Facts): Cause {
  const group = leading(facts.comparison, 'calls_per_trace');
  const level = (side: 'before' | 'after') => {
    const keys = side === 'before' ? group?.group.renamedFrom : undefined;
    const deeds = facts.comparison.deeds.groups.get(idOf(keys ?? group?.group.keys ?? [null, null]));
    return deeds === undefined ? null : over(deeds[side].calls, deeds[side].traces);
  };
  const isMore = rose(facts, 'calls_per_trace');
  const steps: Sentence = [
    `${nameOfGroup(group)}: calls per trace `,
    ...change(level('before'), level('after'), 'number'),
    ...amount(facts.comparison.bridge.calls_per_trace),
  ];
  const tool = isMore ? worseTool(facts.named) : undefined;
  const failing: Sentence =
    tool === undefined
      ? []
      : [
          `; ${tool.name} fails in `,
          ...change(failed(tool.before), failed(tool.after), 'fraction'),
          ' of its calls',
        ];
  return {
    symptom: symptomOfSteps(isMore, tool !== undefined),
    evidence: [...steps, ...failing],
    see: `llmtrace loops ${facts.about.after}`,
    usd: facts.comparison.bridge.calls_per_trace,
  };
}

function symptomOfSteps(isMore: boolean, hasFailures: boolean): string {
  if (!isMore) return 'fewer steps per trace';
  return hasFailures ? 'a tool fails and is tried again' : 'more steps per trace';
}

const failed = (side: NamedSide | undefined) => (side === undefined ? null : over(side.errors, side.spans));

/** Beyond chance, as for any share of calls; a tool that is new is compared with one that never fails. */
const surely = 0.01;
const leastWorse = 0.02;

/** The tool whose failures grew most in number, if its rate of failure did beyond chance. */
function worseTool(named: readonly Named[]): Named | undefined {
  const worse = named.filter(({ kind, before, after }) => {
    if (kind !== 'tool' || after === undefined) return false;
    const [was, is] = [before?.errors ?? 0, after.errors];
    const [tried, tries] = [before?.spans ?? 0, after.spans];
    const pooled = (was + is) / (tried + tries);
    const [rateBefore, rateAfter] = [tried === 0 ? 0 : was / tried, is / tries];
    const spread = Math.sqrt(pooled * (1 - pooled) * (1 / Math.max(tried, 1) + 1 / tries));
    const isSure = spread > 0 && twoSided((rateAfter - rateBefore) / spread) < surely;
    return rateAfter - rateBefore > leastWorse && isSure;
  });
  const growth = ({ before, after }: Named) => (after?.errors ?? 0) - (before?.errors ?? 0);
  return worse.sort((one, other) => growth(other) - growth(one))[0];
}
