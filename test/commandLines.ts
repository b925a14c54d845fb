import path from 'node:path';
import { analyses } from '../src/analyses/all.ts';
import type { Analysis } from '../src/analyses/analysis.ts';
import { folder } from './run.ts';

const databases = folder();

/** What a command needs before its inputs, where it cannot do without. */
const needed: Readonly<Record<string, (subject: Subject) => readonly string[]>> = {
  show: ({ trace }) => [trace],
  sql: () => ['SELECT trace_id, model, cost_usd FROM span ORDER BY ALL'],
  prices: () => ['whatif', '--model', 'gpt-4o=gpt-4o-mini'],
  diff: () => ['all', 'all'],
  check: () => ['--rule', 'max-llm-calls=1000'],
  import: () => ['--rebuild', '--db', path.join(databases, 'laws.duckdb')],
};

/** A log, and a trace in it. */
export type Subject = { readonly input: string; readonly trace: string };

/** One command line for each analysis there is, without options: new ones that need nothing are in it by themselves. */
export const commandLines: readonly (readonly [string, (subject: Subject) => readonly string[]])[] =
  analyses.map((analysis) => [
    analysis.name,
    (subject) => [
      analysis.name,
      ...(needed[analysis.name]?.(subject) ?? nothingFor(analysis)),
      subject.input,
    ],
  ]);

function nothingFor(analysis: Analysis): readonly string[] {
  if (analysis.positionals.some(({ required }) => required))
    throw new Error(`say in commandLines.ts what llmtrace ${analysis.name} needs`);
  return [];
}
