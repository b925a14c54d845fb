import type { Analysis, Own } from './analysis.ts';

const config = {
  key: 'config',
  flags: '--config',
  type: 'flag',
  description: 'show each setting and where it comes from; reads no log',
} as const;

const showsConfig = ({ options }: Own) => options['config'] === true;

export const doctorReads: readonly string[] = [
  ...[
    'trace_id',
    'span_id',
    'convention',
    'ended_at',
    'is_naive_time',
    'max_tokens',
    'stop_reason',
    'weight',
    'links',
  ],
  ...['tool_name', 'arguments', 'output_digest', 'prompt_digest', 'blocks', 'attributes'],
];

export const doctorAnalysis: Analysis = {
  name: 'doctor',
  summary: 'can I trust these numbers?',
  positionals: [],
  options: [config],
  examples: ['llmtrace doctor fixtures/demo.jsonl', 'llmtrace doctor --config'],
  readsLog: (own) => !showsConfig(own),
  acceptsRejected: true,
  needs: () => doctorReads,
  async answer(store, request, own) {
    if (showsConfig(own)) return (await import('./doctor/settings.ts')).settings(request);
    return (await import('./doctor/examine.ts')).examine(store, request);
  },
};
