import type { Sentence } from '../../report/report.ts';
import type { Cause } from './cause.ts';
import { type Cell, tokensOf } from './cell.ts';
import type { Facts, Named } from './fact.ts';
import { amount, change, leading, nameOfGroup, rose, summed } from './saying.ts';
import { over } from './whole.ts';

/** Longer prompts: because more is retrieved, or for another reason. */
export function promptSize(facts: Facts): Cause {
  const { comparison, named, about } = facts;
  const isMore = rose(facts, 'prompt_size');
  const group = leading(comparison, 'prompt_size');
  const level = (side: 'before' | 'after') => perCall(summed(group, side), tokensOf);
  const found = isMore ? moreRetrieved(named) : undefined;
  const retrieved: Sentence =
    found === undefined
      ? []
      : [
          `; ${found.name} returns `,
          ...change(found.before?.documents ?? null, found.after?.documents ?? null, 'number'),
          ' documents',
        ];
  return {
    symptom:
      found !== undefined ? 'more is retrieved' : isMore ? 'prompts are longer' : 'prompts are shorter',
    evidence: [
      `${nameOfGroup(group)}: prompt tokens per call `,
      ...change(level('before'), level('after'), 'tokens'),
      ...amount(comparison.bridge.prompt_size),
      ...retrieved,
    ],
    see: `llmtrace top --by input --group name ${about.after}`,
    usd: comparison.bridge.prompt_size,
  };
}

const leastGrowth = 1.2;

/** The retrieval that returns more documents than before. */
export function moreRetrieved(named: readonly Named[]): Named | undefined {
  return named.find(({ before, after }) => {
    const [was, is] = [before?.documents ?? null, after?.documents ?? null];
    return was !== null && is !== null && was > 0 && is / was >= leastGrowth;
  });
}

/** Longer answers, perhaps because they may be longer. */
export function outputSize(facts: Facts): Cause {
  const { comparison, named, about } = facts;
  const group = leading(comparison, 'output_size');
  const level = (side: 'before' | 'after') => perCall(summed(group, side), ({ output }) => output);
  const isMore = rose(facts, 'output_size');
  const raised = named.find(({ before, after }) => {
    const [was, is] = [before?.maxTokens ?? null, after?.maxTokens ?? null];
    return was !== null && is !== null && is / was >= leastGrowth;
  });
  const limit: Sentence =
    !isMore || raised === undefined
      ? []
      : [
          `; max_tokens of ${raised.name} `,
          ...change(raised.before?.maxTokens ?? null, raised.after?.maxTokens ?? null, 'tokens'),
        ];
  return {
    symptom: isMore ? 'answers are longer' : 'answers are shorter',
    evidence: [
      `${nameOfGroup(group)}: output tokens per call `,
      ...change(level('before'), level('after'), 'tokens'),
      ...amount(comparison.bridge.output_size),
      ...limit,
    ],
    see: `llmtrace top --by output --group name ${about.after}`,
    usd: comparison.bridge.output_size,
  };
}

function perCall(cell: Cell | undefined, tokens: (cell: Cell) => number): number | null {
  return cell === undefined ? null : over(tokens(cell), cell.calls);
}
