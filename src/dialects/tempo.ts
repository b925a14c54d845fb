import * as z from 'zod';
import blockMacros from './block-macros.sql';
import type { Dialect } from './dialect.ts';
import { fieldsOf } from './fields.ts';
import otelMacros from './otel-macros.sql';
import otlpColumns from './otlp-columns.sql';
import otlpExports from './otlp-exports.sql';
import otlpParsed from './otlp-parsed.sql';
import tempoLines from './tempo.sql';

/** Traces that Grafana Tempo gave out, by either version of its API: OTLP under another name. */
export const tempo: Dialect = {
  name: 'tempo',
  record: z
    .looseObject({})
    .refine(
      ({ batches, trace }) =>
        [batches, fieldsOf(trace)['resourceSpans'], fieldsOf(trace)['batches']].some(Array.isArray),
      'expected batches, or a trace of resourceSpans',
    ),
  sql: [tempoLines, otlpExports, otlpParsed, otlpColumns].join('\n'),
  macros: [otelMacros, blockMacros],
};
