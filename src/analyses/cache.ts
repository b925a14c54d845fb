import type { Option } from '../request/options.ts';
import type { Analysis, Own } from './analysis.ts';
import { groupings, groupNames } from './dimensions.ts';

const options: readonly Option[] = [
  {
    key: 'group',
    flags: '--group <group>',
    type: 'text',
    default: 'feature',
    description: `${groupNames.join(', ')}; two as feature,model`,
  },
  {
    key: 'list',
    flags: '--list',
    type: 'flag',
    description: 'every miss on its own, the dearest first, with what changed in its prompt',
  },
];

/** What tells conversations apart, and what may have broken them. */
export const cacheReads: readonly string[] = [
  ...['trace_id', 'span_id', 'session_id', 'agent', 'name', 'feature'],
  ...['release', 'environment', 'cache_miss_reason', 'prompt_digest', 'blocks', 'late_attributes'],
];

export const cacheAnalysis: Analysis = {
  name: 'cache',
  summary: 'where did prompt caching miss, why, for how many dollars?',
  positionals: [],
  options,
  examples: [
    'llmtrace cache fixtures/demo.jsonl',
    'llmtrace cache --list -n 5 fixtures/demo.jsonl',
    'llmtrace cache --group model --window 7d --now latest fixtures/demo.jsonl',
  ],
  readsLog: () => true,
  needs: (own) => [
    ...cacheReads,
    ...groupings(String(own.options['group'])).flatMap((grouping) => grouping.reads),
  ],
  async answer(store, request, own, scope) {
    const groups = groupings(String(own.options['group']));
    const { judge } = await import('./cache/judge.ts');
    await judge(store, groups);
    if (isList(own)) return (await import('./cache/list.ts')).list(store, request);
    return (await import('./cache/groups.ts')).groupsOf(store, request, scope, groups);
  },
};

const isList = ({ options: { list } }: Own) => list === true;
