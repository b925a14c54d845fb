import type { Dialect } from './dialect.ts';
import sql from './grok.sql';
import { type Fields, isFields, isThere, recordThat } from './recordThat.ts';
import { sessionsOf } from './sessionName.ts';

/** The same cases as `own_type` in the SELECT. */
function isGrok(record: Fields): boolean {
  const { type, params, info } = record;
  if (isFields(params)) return isThere(params['sessionId']) && isFields(params['update']);
  if (!isThere(type)) return isFields(info) && isThere(info['id']) && isThere(record['current_model_id']);
  if (
    ['timestamp', 'id', 'uuid', 'sessionId', 'session_id', 'model', 'message'].some((key) =>
      isThere(record[key]),
    )
  )
    return type === 'reasoning' && Array.isArray(record['summary']) && isThere(record['status']);
  return isChat(record);
}

function isChat(record: Fields): boolean {
  switch (record['type']) {
    case 'assistant':
      return isThere(record['model_id']) && isThere(record['content']);
    case 'tool_result':
      return isThere(record['tool_call_id']) && isThere(record['content']);
    case 'backend_tool_call':
      return isFields(record['kind']);
    case 'system':
    case 'user':
      return isThere(record['content']);
    default:
      return false;
  }
}

/** Sessions of xAI's Grok CLI under `~/.grok/sessions/`: `updates.jsonl` tells the tokens of each turn, `chat_history.jsonl` the tool calls. */
export const grok: Dialect = {
  name: 'grok',
  record: recordThat(isGrok, 'a line of chat_history.jsonl or updates.jsonl, or a summary.json'),
  sql,
  others: ['system', 'user', 'reasoning', 'tool_result', 'summary', 'update'],
  isSequential: true,
  parameters: (_sample, _wanted, _trust, names) => sessionsOf(names),
};
