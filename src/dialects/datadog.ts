import * as z from 'zod';
import sql from './datadog.sql';
import type { Dialect } from './dialect.ts';
import { type Fields, fieldsOf, firstOf, isLogged } from './fields.ts';
import macros from './json-macros.sql';
import { logsAll } from './keys.ts';

/** The same test as `place` in the SELECT makes of each candidate. */
function isEvent(event: Fields): boolean {
  const meta = fieldsOf(event['meta']);
  const kinds = [event['span_kind'], meta['span.kind'], fieldsOf(meta['span'])['kind'], meta['kind']];
  return logsAll(event, 'span_id', 'trace_id', 'start_ns') && kinds.some(isLogged);
}

function holdsEvent(record: Fields): boolean {
  const batch = fieldsOf(fieldsOf(record['data'])['attributes']);
  return [
    record,
    fieldsOf(record['attributes']),
    fieldsOf(firstOf(record['spans'])),
    fieldsOf(firstOf(batch['spans'])),
  ].some(isEvent);
}

/** Datadog LLM Observability: span events of its SDKs, its intake and its export API. */
export const datadog: Dialect = {
  name: 'datadog',
  record: z
    .looseObject({})
    .refine(holdsEvent, 'expected span_id, trace_id and start_ns beside the kind of a span'),
  sql,
  macros: [macros],
};
