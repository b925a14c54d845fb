import type { Dialect } from './dialect.ts';
import { type Fields, isLogged, isObject } from './fields.ts';
import sql from './qwen-code.sql';
import { recordThat } from './recordThat.ts';

/** The same case as `own_type` in the SELECT: the envelope is that of Claude Code's transcripts, the message Gemini's. */
function isChatRecord(record: Fields): boolean {
  const { message } = record;
  return (
    ['sessionId', 'uuid', 'type'].every((field) => isLogged(record[field])) &&
    ((isObject(message) && Array.isArray(message['parts'])) || isLogged(record['systemPayload']))
  );
}

/** Chats that Qwen Code keeps under `~/.qwen/projects/<project>/chats/`. */
export const qwenCode: Dialect = {
  name: 'qwen-code',
  record: recordThat(isChatRecord, 'sessionId, uuid and type beside message.parts'),
  sql,
  others: ['user', 'assistant', 'system', 'tool_result'],
};
