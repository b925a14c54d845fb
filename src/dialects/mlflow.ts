import * as z from 'zod';
import type { Dialect } from './dialect.ts';
import { type Fields, isLogged } from './fields.ts';
import macros from './json-macros.sql';
import { logsAny, objectIn } from './keys.ts';
import sql from './mlflow.sql';
import otelMacros from './otel-macros.sql';

/** The same cases, in the same order, as `form` in the SELECT. */
function isTraced(record: Fields): boolean {
  const info = objectIn(record['info']);
  if (info !== undefined && isNamed(info) && logsAny(info, ...infoKeys)) return true;
  if (logsAny(record, 'trace_id', 'request_id') && logsAny(record, 'trace_metadata', 'request_metadata'))
    if (isLogged(record['spans'])) return true;
  const attributes = objectIn(record['attributes']) ?? {};
  return (
    logsAny(record, 'span_id', 'context') && Object.keys(attributes).some((key) => key.startsWith('mlflow.'))
  );
}

const infoKeys = ['trace_metadata', 'request_metadata', 'trace_location', 'experiment_id'];

const isNamed = (info: Fields) =>
  [info['trace_id'], info['request_id']].some((id) => isLogged(id) && id !== '');

/** MLflow: traces as documents, as rows of `search_traces`, or span by span. */
export const mlflow: Dialect = {
  name: 'mlflow',
  record: z
    .looseObject({})
    .refine(isTraced, 'expected info and data of a trace, or spans with mlflow attributes'),
  sql,
  macros: [otelMacros, macros],
  others: ['trace'],
};
