import * as z from 'zod';
import type { Dialect } from './dialect.ts';
import type { Fields } from './fields.ts';
import macros from './json-macros.sql';
import { listsObjects, logsAny } from './keys.ts';
import sql from './langsmith.sql';

const runTypes = new Set(['llm', 'chain', 'tool', 'retriever', 'embedding', 'prompt', 'parser']);

/** A run with whole runs below it is cut up before SQL sees it. */
function isRun(record: Fields): boolean {
  return (
    runTypes.has(String(record['run_type'])) &&
    logsAny(record, 'id', 'run_id') &&
    logsAny(record, 'trace_id', 'parent_run_id', 'dotted_order', 'session_id') &&
    !listsObjects(record, 'child_runs')
  );
}

/** LangSmith: runs as its API, its SDKs and its command line write them. */
export const langsmith: Dialect = {
  name: 'langsmith',
  record: z.looseObject({}).refine(isRun, 'expected a run: run_type beside its id and its trace or parent'),
  sql,
  macros: [macros],
};
