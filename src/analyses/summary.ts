import type { Analysis } from './analysis.ts';
import { anomalyReads } from './anomalies.ts';
import { cacheReads } from './cache.ts';
import { doctorReads } from './doctor.ts';
import { loopReads } from './loops.ts';

export const summaryAnalysis: Analysis = {
  name: 'summary',
  summary: 'everything on one screen; what llmtrace FILE... shows, too',
  positionals: [],
  options: [],
  examples: ['llmtrace summary fixtures/demo.jsonl', 'llmtrace fixtures/demo.jsonl --window 7d --now latest'],
  readsLog: () => true,
  needs: () => [...anomalyReads, ...loopReads, ...cacheReads, ...doctorReads],
  async answer(store, request, _own, scope) {
    return (await import('./summary/answer.ts')).answer(store, request, scope);
  },
};
