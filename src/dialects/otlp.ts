import * as z from 'zod';
import type { Dialect } from './dialect.ts';
import sql from './otlp.sql';

type Fields = Readonly<Record<string, unknown>>;

/** A record of these keys is an export of the Collector, with or without spans. */
const exports = ['resourceSpans', 'resourceLogs', 'resourceMetrics'];

/** Prefixes of attributes that instrumentations of LLM calls write. */
const vocabulary = /^(gen_ai|llm|openinference|traceloop|ai|tool|retriever|retrieval|embedding)\./;

const isLogged = (value: unknown) => value !== undefined && value !== null;

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function isSomeLogged(...values: readonly unknown[]): boolean {
  return values.some(isLogged);
}

/** Keys of the attributes: a list of key and value as OTLP has it, or a plain object. */
function attributeKeys(attributes: unknown): readonly string[] {
  if (!Array.isArray(attributes)) return Object.keys(fieldsOf(attributes));
  return attributes.map((attribute) => String(fieldsOf(attribute)['key']));
}

function isIdentified(record: Fields, context: Fields, spanContext: Fields): boolean {
  const { traceId, trace_id, spanId, span_id, id } = record;
  return (
    isSomeLogged(traceId, trace_id, spanContext['traceId'], context['trace_id']) &&
    (isSomeLogged(spanId, span_id, spanContext['spanId'], context['span_id']) ||
      (isLogged(traceId) && isLogged(id)))
  );
}

/** The same cases as `record_type` in the SELECT. */
function isSpan(record: Fields): boolean {
  const context = fieldsOf(record['context']);
  const spanContext = fieldsOf(record['spanContext']);
  if (!isIdentified(record, context, spanContext)) return false;
  const { startTimeUnixNano, start_time_unix_nano, instrumentationScope, instrumentationLibrary } = record;
  return (
    isSomeLogged(startTimeUnixNano, start_time_unix_nano, instrumentationScope, instrumentationLibrary) ||
    isSomeLogged(spanContext['spanId'], context['span_id']) ||
    // No tracer calls its start so: home-made logs keep what they found under such attributes too.
    (!isLogged(record['started_at']) &&
      attributeKeys(record['attributes']).some((key) => vocabulary.test(key)))
  );
}

/**
 * OpenTelemetry: export lines of the Collector and bare spans, one per line, as OTLP, the SDKs' JSON or generic tracers
 * write them; attributes of the GenAI conventions, OpenInference, OpenLLMetry, the Vercel AI SDK and pydantic-ai.
 */
export const otlp: Dialect = {
  name: 'otlp',
  record: z
    .looseObject({})
    .refine(
      (record) => exports.some((key) => isLogged(record[key])) || isSpan(record),
      'expected resourceSpans, or trace and span ids with OpenTelemetry times or attributes',
    ),
  sql,
};
