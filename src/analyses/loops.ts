import type { Option } from '../request/options.ts';
import type { Analysis } from './analysis.ts';
import { failOnOption, onEmptyOption } from './failOn.ts';
import { guardrails } from './guardrails.ts';
import { searchColumns } from './loops/needs.ts';

const options: readonly Option[] = [
  {
    key: 'minUsd',
    flags: '--min-usd <dollars>',
    type: 'number',
    description: 'only loops that wasted so much (default: a cent, or 2% of their trace)',
  },
  {
    key: 'guardrails',
    flags: '--guardrails <rules>',
    type: 'text',
    description: `limits of a trace: ${guardrails.map(({ name, limit }) => `${name}=${limit}`).join(',')}`,
  },
  failOnOption,
  onEmptyOption,
];

/** The columns that finding loops takes. */
export const loopReads: readonly string[] = [...searchColumns, 'error_type'];

export const loopsAnalysis: Analysis = {
  name: 'loops',
  summary: 'which runs got stuck, and what did it waste?',
  positionals: [],
  options,
  examples: [
    'llmtrace loops fixtures/demo.jsonl',
    'llmtrace loops --all --guardrails max-llm-calls=40,max-same-tool=10 fixtures/demo.jsonl',
    'llmtrace loops --fail-on "wasted_usd>1" fixtures/demo.jsonl',
  ],
  readsLog: () => true,
  needs: () => loopReads,
  async answer(store, request, own) {
    return (await import('./loops/answer.ts')).answer(store, request, own);
  },
};
