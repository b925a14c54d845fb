import type { Option } from '../request/options.ts';
import type { Analysis } from './analysis.ts';
import { anomalyReads } from './anomalies.ts';
import { rulesOf } from './check/asked.ts';
import { type Rule, ruleNames } from './check/rules.ts';
import { onEmptyOption } from './failOn.ts';
import { loopReads } from './loops.ts';

const options: readonly Option[] = [
  {
    key: 'rule',
    flags: '--rule <name=limit>',
    type: 'list',
    description: `a rule and its limit, as max-trace-cost=0.5; repeatable: ${ruleNames.join(', ')}`,
  },
  {
    key: 'against',
    flags: '--against <window|file>',
    type: 'text',
    description: 'what costs are compared with: a window, prev, or a saved baseline',
  },
  {
    key: 'maxIncrease',
    flags: '--max-increase <share>',
    type: 'text',
    description: 'by how much a trace may cost more than there: 25%',
  },
  {
    key: 'saveBaseline',
    flags: '--save-baseline <file>',
    type: 'text',
    description: 'write what traces cost now to a small file, to compare with later',
  },
  onEmptyOption,
];

/** What a rule reads: some ask what another command asks. */
function readBy({ name, reads }: Rule): readonly string[] {
  if (name === 'max-loop-waste') return loopReads;
  return name === 'max-anomaly-excess' ? anomalyReads : reads;
}

export const checkAnalysis: Analysis = {
  name: 'check',
  summary: 'do these rules hold? (CI: exit 1 when not)',
  positionals: [],
  options,
  examples: [
    'llmtrace check fixtures/demo.jsonl',
    'llmtrace check --rule max-trace-cost=1 --rule max-error-rate=5% fixtures/demo.jsonl',
    'llmtrace check --window 2026-11-09.. --against prev --max-increase 25% fixtures/demo.jsonl',
  ],
  formats: ['github', 'junit', 'sarif'],
  readsLog: () => true,
  needs: (own, request) => ['trace_id', ...rulesOf(own, request).flatMap(({ rule }) => readBy(rule))],
  async answer(store, request, own, scope) {
    return (await import('./check/answer.ts')).answer(store, request, own, scope);
  },
};
