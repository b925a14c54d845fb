import { UserError } from '../error.ts';
import type { Option } from '../request/options.ts';
import { didYouMean, nearest } from '../suggest.ts';
import type { Analysis, Own } from './analysis.ts';

const questions = ['list', 'explain', 'whatif'] as const;
export type PriceQuestion = (typeof questions)[number];

const options: readonly Option[] = [
  { key: 'at', flags: '--at <date>', type: 'text', description: 'explain: the price of this day' },
  {
    key: 'usage',
    flags: '--usage <tokens>',
    type: 'text',
    description: 'explain: what in=600,read=5200,write=150,out=210 cost',
  },
  {
    key: 'serviceTier',
    flags: '--service-tier <tier>',
    type: 'text',
    description: 'explain: batch, flex, priority …',
  },
  {
    key: 'model',
    flags: '--model <a=b>',
    type: 'list',
    description: 'whatif: calls of model A at the prices of model B; repeatable',
  },
];

export const pricesAnalysis: Analysis = {
  name: 'prices',
  summary: 'which price applied, where is it from, what if another model had been used?',
  positionals: [
    { name: 'question', required: true, description: 'list, explain or whatif' },
    {
      name: 'model',
      required: false,
      description: 'list: a glob; explain: a model as logged',
      unless: ['model'],
    },
  ],
  options,
  examples: [
    "llmtrace prices list 'claude-*'",
    'llmtrace prices explain claude-sonnet-4-6 --usage in=600,read=5200,write=150,out=210',
    'llmtrace prices whatif --model claude-sonnet-4-5=claude-haiku-4-5 fixtures/demo.jsonl',
  ],
  readsLog: (own) => questionOf(own) === 'whatif',
  needs: () => [],
  async answer(store, request, own) {
    const question = questionOf(own);
    if (question === 'whatif') return (await import('./prices/whatif.ts')).whatif(store, request, own);
    return (await import('./prices/list.ts'))[question](request, own);
  },
};

function questionOf({ positionals }: Own): PriceQuestion {
  const [given = ''] = positionals;
  const known = questions.find((question) => question === given);
  if (known !== undefined) return known;
  throw new UserError(
    `prices: unknown question "${given}"${didYouMean(nearest(given, questions))}; expected ${questions.join(', ')}`,
  );
}
