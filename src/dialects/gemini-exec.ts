import type { Dialect } from './dialect.ts';
import { type Fields, fieldsOf, isLogged, isObject, isText } from './fields.ts';
import sql from './gemini-exec.sql';
import macros from './json-macros.sql';
import { logsAny } from './keys.ts';
import { recordThat } from './recordThat.ts';
import { sessionsOf } from './sessionName.ts';

/** The same cases, in the same order, as `own_type` in the SELECT. */
function isPrinted(record: Fields): boolean {
  const { type, stats } = record;
  if (!isLogged(type)) return isObject(fieldsOf(stats)['models']);
  if (type === 'result') return isObject(stats) && isText(record['status']);
  if (type === 'tool_use') return isText(record['tool_id']) && isText(record['tool_name']);
  if (type === 'tool_result') return isText(record['tool_id']) && isText(record['status']);
  return isText(record['timestamp']) && isNote(record);
}

function isNote(record: Fields): boolean {
  if (logsAny(record, 'uuid', 'id', 'usage', 'sessionId')) return false;
  if (record['type'] === 'init') return isText(record['session_id']) && isText(record['model']);
  if (record['type'] === 'error') return isText(record['severity']) && isText(record['message']);
  return record['type'] === 'message' && isText(record['role']) && isText(record['content']);
}

/** What `gemini -p … --output-format stream-json` (or `json`) prints. */
export const geminiExec: Dialect = {
  name: 'gemini-exec',
  record: recordThat(isPrinted, 'an event that the Gemini CLI prints, or the stats of a run'),
  sql,
  macros: [macros],
  others: ['init', 'message', 'error', 'tool_result', 'result'],
  isSequential: true,
  parameters: (_sample, _wanted, _trust, names) => sessionsOf(names),
};
