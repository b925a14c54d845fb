import * as z from 'zod';
import blockMacros from './block-macros.sql';
import type { Dialect } from './dialect.ts';
import { fieldsOf, firstOf, isText } from './fields.ts';
import nestedSpans from './nested-spans.sql';
import otelMacros from './otel-macros.sql';
import otlpColumns from './otlp-columns.sql';
import otlpParsed from './otlp-parsed.sql';

/** Traces whose spans stand within one another, as Patronus and the TRAIL data set give them out. */
export const nested: Dialect = {
  name: 'nested-spans',
  record: z.looseObject({}).refine(({ spans }) => {
    const { span_id, child_spans } = fieldsOf(firstOf(spans));
    return isText(span_id) && Array.isArray(child_spans);
  }, 'expected spans with a span_id and child_spans'),
  sql: [nestedSpans, otlpParsed, otlpColumns].join('\n'),
  macros: [otelMacros, blockMacros],
};
