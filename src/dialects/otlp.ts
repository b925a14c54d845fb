import * as z from 'zod';
import blockMacros from './block-macros.sql';
import type { Dialect } from './dialect.ts';
import { type Fields, fieldsOf, isLogged } from './fields.ts';
import otelMacros from './otel-macros.sql';
import otlpSpans from './otlp.sql';
import otlpColumns from './otlp-columns.sql';
import otlpExports from './otlp-exports.sql';
import otlpLines from './otlp-lines.sql';
import otlpParsed from './otlp-parsed.sql';

/** A record of one of these keys is an export of the Collector. */
const exports = ['resourceSpans', 'resourceLogs', 'resourceMetrics'];

/** Coding agents log their calls so: another dialect reads those logs, and what metrics stand with them. */
const agents = /claude_code|gemini|qwen|codex|copilot/i;
const llmEvents = /claude_code|gemini|qwen|codex|copilot|gen_ai/i;

/** An export without spans, of which nothing is a call of a model. */
function isOther({ resourceLogs, resourceMetrics }: Fields): boolean {
  if (isLogged(resourceLogs)) return !llmEvents.test(JSON.stringify(resourceLogs));
  return isLogged(resourceMetrics) && !agents.test(JSON.stringify(resourceMetrics));
}

/** Prefixes of attributes that instrumentations of LLM calls write. */
const vocabulary = /^(gen_ai|llm|openinference|traceloop|ai|tool|retriever|retrieval|embedding)\./;

const known = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => isLogged(value)));

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
  const spanContext = { ...fieldsOf(record['_spanContext']), ...known(fieldsOf(record['spanContext'])) };
  // A log record stands in a span, and has a time of its own.
  if (!isIdentified(record, context, spanContext) || isSomeLogged(record['hrTime'], record['timeUnixNano']))
    return false;
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
      (record) => isLogged(record['resourceSpans']) || isOther(record) || isSpan(record),
      'expected resourceSpans, or trace and span ids with OpenTelemetry times or attributes',
    ),
  sql: [otlpSpans, otlpExports, otlpParsed, otlpColumns].join('\n'),
  faster: (sample) =>
    sample.every((record) => exports.some((key) => isLogged(record[key])))
      ? [otlpLines, otlpColumns].join('\n')
      : undefined,
  macros: [otelMacros, blockMacros],
};
