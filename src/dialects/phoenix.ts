import * as z from 'zod';
import blockMacros from './block-macros.sql';
import type { Dialect } from './dialect.ts';
import { type Fields, fieldsOf, isObject, isText } from './fields.ts';
import otelMacros from './otel-macros.sql';
import otlpColumns from './otlp-columns.sql';
import otlpParsed from './otlp-parsed.sql';
import phoenixSpans from './phoenix.sql';

/** Attributes as objects within objects: {"llm": {"model_name": …}}. */
function isNested(record: Fields): boolean {
  const attributes = fieldsOf(record['attributes']);
  return (
    isText(fieldsOf(record['context'])['trace_id']) &&
    (isObject(attributes['openinference']) || isObject(attributes['llm']))
  );
}

/** Spans that Phoenix gave out: rows of its table, or spans with nested attributes. */
export const phoenix: Dialect = {
  name: 'phoenix',
  record: z
    .looseObject({})
    .refine(
      (record) => isText(record['context.trace_id']) || isNested(record),
      'expected a column context.trace_id, or a context and attributes of OpenInference',
    ),
  sql: [phoenixSpans, otlpParsed, otlpColumns].join('\n'),
  macros: [otelMacros, blockMacros],
};
