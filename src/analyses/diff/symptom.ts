import type { Sentence } from '../../report/report.ts';
import { callsOf } from './bridge.ts';
import type { Cause } from './cause.ts';
import { tokensOf } from './cell.ts';
import type { Comparison, GroupChange } from './compare.ts';
import type { Facts } from './fact.ts';
import type { Term } from './factor.ts';
import { isUnknown } from './group.ts';
import { levelsOf } from './level.ts';
import { amount, change, leading, nameOfGroup, rose, summed } from './saying.ts';
import { outputSize, promptSize } from './size.ts';
import { callsPerTrace } from './steps.ts';
import { over } from './whole.ts';

/** For each term that is more than noise: what it looks like to whoever runs the application, and where to look next. */
export const symptoms: Readonly<Record<Term, (facts: Facts) => Cause>> = {
  traffic,
  calls_per_trace: callsPerTrace,
  prompt_size: promptSize,
  cache_mix: cacheMix,
  output_size: outputSize,
  model_mix: modelMix,
  unit_price: unitPrice,
  new_spans: (facts) => ofOneSide(facts, 'new_spans'),
  vanished_spans: (facts) => ofOneSide(facts, 'vanished_spans'),
};

function traffic(facts: Facts): Cause {
  const { bridge, deeds } = facts.comparison;
  return {
    symptom: rose(facts, 'traffic') ? 'more traffic' : 'less traffic',
    evidence: [
      'traces ',
      ...change(deeds.before.traces, deeds.after.traces, 'count'),
      ...amount(bridge.traffic),
    ],
    see: `llmtrace top --group feature ${facts.about.after}`,
    usd: bridge.traffic,
  };
}

function unitPrice(facts: Facts): Cause {
  const { bridge } = facts.comparison;
  const [before, after] = levelsOf(facts.comparison).unit_price;
  return {
    symptom: rose(facts, 'unit_price') ? 'a price went up' : 'a price went down',
    evidence: ['the same million tokens cost ', before, ' → ', after, ...amount(bridge.unit_price)],
    see: `llmtrace top --group model ${facts.about.after}`,
    usd: bridge.unit_price,
  };
}

function cacheMix(facts: Facts): Cause {
  const group = leading(facts.comparison, 'cache_mix');
  const isWorse = rose(facts, 'cache_mix');
  return {
    symptom: isWorse ? 'the prompt cache is missed' : 'the prompt cache is hit more',
    evidence: [
      `${nameOfGroup(group)}: read from cache `,
      ...change(hitRatio(group, 'before'), hitRatio(group, 'after'), 'fraction'),
      ' of the prompt',
      ...amount(facts.comparison.bridge.cache_mix),
    ],
    see: `llmtrace cache ${facts.about[isWorse ? 'after' : 'before']}`,
    usd: facts.comparison.bridge.cache_mix,
  };
}

function hitRatio(group: GroupChange | undefined, side: 'before' | 'after'): number | null {
  const cell = summed(group, side);
  return cell === undefined ? null : over(cell.prompt[1] ?? null, tokensOf(cell));
}

function modelMix(facts: Facts): Cause {
  const { comparison, about } = facts;
  const group = leading(comparison, 'model_mix');
  const [first, second] = (['before', 'after'] as const).map((side) =>
    callsOf(group?.group.pairs ?? [], side),
  );
  const shares = (group?.group.pairs ?? []).map(({ model, before, after }) => ({
    model: model ?? '–',
    before: over(before?.calls ?? 0, first ?? 0),
    after: over(after?.calls ?? 0, second ?? 0),
  }));
  const moved = (one: (typeof shares)[number]) => Number(one.after) - Number(one.before);
  const [most] = shares.sort((one, other) => moved(other) - moved(one));
  const least = shares.at(-1);
  return {
    symptom: rose(facts, 'model_mix') ? 'dearer models are called' : 'cheaper models are called',
    evidence: [
      `${nameOfGroup(group)}: ${most?.model ?? '–'} `,
      ...change(most?.before ?? null, most?.after ?? null, 'fraction'),
      ' of calls',
      ...amount(comparison.bridge.model_mix),
    ],
    see: `llmtrace prices whatif --model ${most?.model ?? 'A'}=${least?.model ?? 'B'} ${about.after}`,
    usd: comparison.bridge.model_mix,
  };
}

const mostNames = 3;

function ofOneSide({ comparison, about }: Facts, term: 'new_spans' | 'vanished_spans'): Cause {
  const isNew = term === 'new_spans';
  const all = comparison.groups.filter(({ bridge }) => bridge[term] !== 0n);
  const own = all.filter(({ group }) => !isUnknown(group, isNew ? 'before' : 'after'));
  if (own.length === 0) return ofUnknownPrice(all, comparison, about[isNew ? 'before' : 'after']);
  const usd = own.reduce((sum, { bridge }) => sum + bridge[term], 0n);
  return {
    symptom: isNew ? 'spans that were not there before' : 'spans that are gone',
    evidence: [...namesOf(own), ...amount(usd)],
    see: `llmtrace top --group stage ${isNew ? about.after : about.before}`,
    usd,
  };
}

/** Spans that both sides have, and one no price for: how their cost changed cannot be told. */
function ofUnknownPrice(groups: readonly GroupChange[], { change }: Comparison, side: string): Cause {
  return {
    symptom: 'no price is known',
    evidence: [...namesOf(groups), ': the change in cost cannot be told'],
    see: `llmtrace doctor ${side}`,
    usd: change,
  };
}

function namesOf(groups: readonly GroupChange[]): Sentence {
  const names = groups.slice(0, mostNames).map(nameOfGroup).join(', ');
  return [names, groups.length > mostNames ? ' and more' : ''];
}
