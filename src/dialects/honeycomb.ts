import * as z from 'zod';
import blockMacros from './block-macros.sql';
import type { Dialect } from './dialect.ts';
import { type Fields, fieldsOf, isLogged, isText } from './fields.ts';
import honeycombSpans from './honeycomb.sql';
import otelMacros from './otel-macros.sql';
import otlpColumns from './otlp-columns.sql';
import otlpParsed from './otlp-parsed.sql';

const isEvent = (record: Fields) =>
  isText(record['trace.trace_id']) &&
  [record['meta.signal_type'], record['meta.annotation_type']].some(isLogged);

/** Events of Honeycomb: flat objects with `trace.trace_id` and fields of its own, or such objects within `data`. */
export const honeycomb: Dialect = {
  name: 'honeycomb',
  record: z
    .looseObject({})
    .refine(
      (record) => isText(fieldsOf(record['data'])['trace.trace_id']) || isEvent(record),
      'expected trace.trace_id beside meta.signal_type, or within data',
    ),
  sql: [honeycombSpans, otlpParsed, otlpColumns].join('\n'),
  others: ['span_event', 'link', 'log', 'metric'],
  macros: [otelMacros, blockMacros],
};
