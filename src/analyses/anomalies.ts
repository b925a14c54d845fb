import type { Option } from '../request/options.ts';
import type { Analysis } from './analysis.ts';
import { lastingNames } from './anomalies/lasting.ts';
import { groupings } from './dimensions.ts';
import { failOnOption } from './failOn.ts';

const options: readonly Option[] = [
  {
    key: 'group',
    flags: '--group <group>',
    type: 'text',
    default: 'feature',
    description: `what has a past of its own: ${lastingNames.join(', ')}; two as feature,name`,
  },
  {
    key: 'baseline',
    flags: '--baseline <days>',
    type: 'text',
    default: '7d',
    description: 'how far back calls and traces are compared; days, twice as far',
  },
  {
    key: 'rule',
    flags: '--rule <rule>',
    type: 'text',
    choices: ['robust', 'p50'],
    default: 'robust',
    description: 'far beyond the own p99 and p50, or simply over twice the p50',
  },
  {
    key: 'grain',
    flags: '--grain <grain>',
    type: 'text',
    choices: ['auto', 'call', 'trace', 'day'],
    default: 'auto',
    description: 'what is judged: calls, traces, the days of a group, or all of them',
  },
  {
    key: 'metric',
    flags: '--metric <metric>',
    type: 'text',
    choices: ['cost', 'tokens', 'latency'],
    default: 'cost',
    description: 'what of them is compared',
  },
  failOnOption,
];

/** What groups calls, and what may tell dear ones apart. */
export const anomalyReads: readonly string[] = [
  ...['trace_id', 'trace_key', 'span_id', 'feature', 'name', 'environment'],
  ...['user_id', 'release', 'stop_reason', 'prompt_digest'],
];

export const anomaliesAnalysis: Analysis = {
  name: 'anomalies',
  summary: 'what costs far more than its own p50 baseline?',
  positionals: [],
  options,
  examples: [
    'llmtrace anomalies fixtures/demo.jsonl',
    'llmtrace anomalies --group model --window 24h --now latest fixtures/demo.jsonl',
  ],
  readsLog: () => true,
  needs: (own) => [...anomalyReads, ...groupings(String(own.options['group'])).flatMap(({ reads }) => reads)],
  async answer(store, request, own) {
    return (await import('./anomalies/answer.ts')).answer(store, request, own);
  },
};
