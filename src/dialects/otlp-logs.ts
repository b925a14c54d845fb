import * as z from 'zod';
import type { Dialect } from './dialect.ts';
import { type Fields, fieldsOf, isLogged } from './fields.ts';
import macros from './otel-macros.sql';
import sql from './otlp-logs.sql';

/** A log record as the JavaScript SDK prints it: an instant of two numbers, or at least the name of an event. A span has a start. */
function isLogRecord(record: Fields): boolean {
  const name = fieldsOf(record['attributes'])['event.name'];
  const { startTime, startTimeUnixNano, hrTime, timeUnixNano } = record;
  return ![startTime, startTimeUnixNano].some(isLogged) && [hrTime, timeUnixNano, name].some(isLogged);
}

/**
 * OpenTelemetry logs: what coding agents tell of their calls (Claude Code, Gemini CLI, Qwen Code, Codex, Copilot), and the
 * events of the GenAI conventions. Metrics count the same once more, so they are no calls.
 */
export const otlpLogs: Dialect = {
  name: 'otlp-logs',
  record: z
    .looseObject({})
    .refine(
      (record) =>
        ['resourceLogs', 'resourceMetrics', 'scopeMetrics'].some((key) => isLogged(record[key])) ||
        isLogRecord(record),
      'expected resourceLogs, or log records with an event.name',
    ),
  sql,
  macros: [macros],
};
