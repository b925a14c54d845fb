import * as z from 'zod';
import blockMacros from './block-macros.sql';
import type { Dialect } from './dialect.ts';
import { type Fields, fieldsOf, firstOf, isText } from './fields.ts';
import jaegerSpans from './jaeger.sql';
import otelMacros from './otel-macros.sql';
import otlpColumns from './otlp-columns.sql';
import otlpParsed from './otlp-parsed.sql';

function isAnswer({ data }: Fields): boolean {
  const { spans, traceID } = fieldsOf(firstOf(data));
  return Array.isArray(spans) && isText(traceID);
}

const isBare = ({ traceID, spanID, operationName }: Fields) => [traceID, spanID, operationName].every(isText);

/** Traces that Jaeger gave out: from its API or its page (`data`), or its storage, one span a line. */
export const jaeger: Dialect = {
  name: 'jaeger',
  record: z
    .looseObject({})
    .refine(
      (record) => isAnswer(record) || isBare(record),
      'expected data of traces with a traceID and spans, or a span with traceID, spanID and operationName',
    ),
  sql: [jaegerSpans, otlpParsed, otlpColumns].join('\n'),
  macros: [otelMacros, blockMacros],
};
