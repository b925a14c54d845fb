import type { Dialect } from './dialect.ts';
import { type Fields, isLogged, isObject } from './fields.ts';
import sql from './pi.sql';
import { recordThat } from './recordThat.ts';
import { sessionsOf } from './sessionName.ts';

/** Records that are no messages, by a field that tells them from other logs' records of such a type. */
const fieldsOfType: Readonly<Record<string, readonly string[]>> = {
  session: ['cwd', 'version'],
  session_start: ['id'],
  model_change: ['modelId'],
  thinking_level_change: ['thinkingLevel'],
  compaction: ['summary', 'tokensBefore'],
  branch_summary: ['summary'],
  custom: ['customType'],
  custom_message: ['customType'],
  label: ['parentId'],
  session_info: ['parentId'],
  compact: ['parentId'],
  compaction_state: ['parentId', 'id'],
  todo_state: ['parentId', 'id'],
  session_end: ['id'],
};

/** The same cases as `own_type` in the SELECT. */
function isEntry(record: Fields): boolean {
  const { type, message } = record;
  if (type === 'message') return isObject(message) && isLogged(message['role']);
  return (fieldsOfType[String(type)] ?? []).some((field) => isLogged(record[field]));
}

/** Sessions of pi, of OpenClaw, which is built on it, and of Factory's Droid, which writes the same entries without usage. */
export const pi: Dialect = {
  name: 'pi',
  record: recordThat(isEntry, 'an entry of a pi session: session, message with a role, model_change …'),
  sql,
  others: [...Object.keys(fieldsOfType), 'user', 'system', 'assistant', 'tool_result', 'custom', 'message'],
  isSequential: true,
  parameters: (_sample, _wanted, _trust, names) => sessionsOf(names),
};
