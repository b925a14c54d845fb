import type { Option } from '../request/options.ts';
import type { Analysis, Own } from './analysis.ts';
import { groupings, groupNames } from './dimensions.ts';
import { failOnOption, onEmptyOption } from './failOn.ts';

const options: readonly Option[] = [
  {
    key: 'group',
    flags: '--group <group>',
    type: 'text',
    default: 'stage',
    description: `what is compared with what: ${groupNames.join(', ')}; two as feature,model`,
  },
  {
    key: 'per',
    flags: '--per <unit>',
    type: 'text',
    choices: ['trace', 'day', 'call'],
    description: 'what dollars are counted per (default: the windows, or a day where their lengths differ)',
  },
  {
    key: 'align',
    flags: '--align <how>',
    type: 'text',
    choices: ['elapsed', 'none'],
    default: 'elapsed',
    description: 'cut both windows to the same part where one is not over, or compare plain sums',
  },
  {
    key: 'minUsd',
    flags: '--min-usd <dollars>',
    type: 'number',
    description: 'what is too small to be called a change (default: 1% of the dearer side)',
  },
  failOnOption,
  onEmptyOption,
];

export const diffAnalysis: Analysis = {
  name: 'diff',
  summary: 'what changed between two windows, or two sets of files, and why?',
  positionals: [
    { name: 'before', required: true, description: 'a window, prev, or a file, folder or quoted glob' },
    { name: 'after', required: true, description: 'the same; what has changed since' },
  ],
  options,
  examples: [
    'llmtrace diff 2026-11-02..2026-11-08 2026-11-09..2026-11-15 fixtures/demo.jsonl',
    'llmtrace diff lastweek thisweek --now latest fixtures/demo.jsonl',
  ],
  readsLog: () => true,
  sides: ({ positionals }) => [positionals[0] ?? '', positionals[1] ?? ''],
  needs: (own, { where }) => [
    ...groupings(String(own.options['group'])).flatMap(({ reads }) => reads),
    ...columns,
    ...(readsAttributes(own, where) ? ['attributes'] : ['sampled_attributes']),
  ],
  async answer(store, request, own, { sides }) {
    const { answerDiff } = await import('./diff/answer.ts');
    if (sides === undefined) throw new Error('diff without sides');
    return answerDiff(store, request, own, sides);
  },
};

/** What a cause can be told from, beyond what is compared. */
const columns = [
  ...[
    'trace_id',
    'trace_key',
    'name',
    'tool_name',
    'is_error',
    'user_id',
    'feature',
    'environment',
    'release',
    'agent',
  ],
  ...['stop_reason', 'error_type', 'prompt_digest', 'temperature', 'max_tokens'],
];

/** Attributes that somebody asks for by name are all looked for, however large the log. */
function readsAttributes(own: Own, where: readonly string[]): boolean {
  const group = String(own.options['group']);
  return group.includes('attr:') || where.some((condition) => /attributes/i.test(condition));
}
