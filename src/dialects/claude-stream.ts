import sql from './claude-stream.sql';
import type { Dialect } from './dialect.ts';
import { type Fields, isLogged, isObject } from './fields.ts';
import macros from './json-macros.sql';
import { recordThat } from './recordThat.ts';

const notes = ['rate_limit_event', 'tool_progress', 'tool_use_summary', 'auth_status', 'prompt_suggestion'];

/** The same cases as `own_type` in the SELECT; transcripts name their session `sessionId`, Droid's lines have an id. */
function isStreamed(record: Fields): boolean {
  if (!isLogged(record['session_id']) || isLogged(record['sessionId']) || isLogged(record['id']))
    return false;
  switch (record['type']) {
    case 'assistant':
    case 'user':
      return isObject(record['message']);
    case 'system':
    case 'result':
      return isLogged(record['subtype']);
    case 'stream_event':
      return isObject(record['event']);
    default:
      return notes.includes(String(record['type'])) && isLogged(record['uuid']);
  }
}

/** What `claude -p --output-format stream-json` (or `json`) prints, and the messages of the Claude Agent SDK. */
export const claudeStream: Dialect = {
  name: 'claude-stream',
  record: recordThat(isStreamed, 'a message of claude -p --output-format stream-json: type and session_id'),
  sql,
  macros: [macros],
  others: ['user', 'system', 'result', 'assistant', 'stream_event', 'tool_result', ...notes],
  isSequential: true,
};
