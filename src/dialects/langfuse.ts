import * as z from 'zod';
import type { Dialect } from './dialect.ts';
import { type Fields, isLogged } from './fields.ts';
import macros from './json-macros.sql';
import { listsObjects, logsAll, logsAny } from './keys.ts';
import sql from './langfuse.sql';

const types = new Set(
  'GENERATION EMBEDDING SPAN EVENT AGENT TOOL CHAIN RETRIEVER EVALUATOR GUARDRAIL'.split(' '),
);
const scoreSources = new Set(['API', 'EVAL', 'ANNOTATION']);

/** Keys of which each export of observations has one at least, and home-made logs have none beside such a type. */
const marks = [
  ...['level', 'project_id', 'projectId', 'parent_observation_id', 'parentObservationId'],
  ...['usage_details', 'usageDetails', 'provided_model_name'],
];

/** The same cases, in the same order, as `meaning` in the SELECT. */
function isExported(record: Fields): boolean {
  const isOfTrace = logsAny(record, 'trace_id', 'traceId');
  const isObservation =
    isOfTrace &&
    logsAny(record, 'start_time', 'startTime') &&
    logsAny(record, ...marks) &&
    types.has(String(record['type']));
  const isScore = logsAny(record, 'data_type', 'dataType') && scoreSources.has(String(record['source']));
  const isTrace =
    !isOfTrace &&
    logsAll(record, 'timestamp', 'public') &&
    logsAny(record, 'bookmarked', 'htmlPath') &&
    !listsObjects(record, 'observations');
  return isLogged(record['id']) && (isObservation || isScore || isTrace);
}

/** Langfuse: blob exports (observations, enriched observations, traces, scores), pages of its API, rows of its tables. */
export const langfuse: Dialect = {
  name: 'langfuse',
  record: z.looseObject({}).refine(isExported, 'expected an observation, a trace or a score'),
  sql,
  macros: [macros],
  others: ['trace', 'score', 'deleted observation'],
};
