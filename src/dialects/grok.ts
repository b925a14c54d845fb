import type { Dialect } from './dialect.ts';
import { type Fields, isLogged, isObject } from './fields.ts';
import sql from './grok.sql';
import { recordThat } from './recordThat.ts';
import { sessionsOf } from './sessionName.ts';

/** The same cases as `own_type` in the SELECT. */
function isGrok(record: Fields): boolean {
  const { type, params, info } = record;
  if (isObject(params)) return isLogged(params['sessionId']) && isObject(params['update']);
  if (!isLogged(type)) return isObject(info) && isLogged(info['id']) && isLogged(record['current_model_id']);
  if (
    ['timestamp', 'id', 'uuid', 'sessionId', 'session_id', 'model', 'message'].some((key) =>
      isLogged(record[key]),
    )
  )
    return type === 'reasoning' && Array.isArray(record['summary']) && isLogged(record['status']);
  return isChat(record);
}

function isChat(record: Fields): boolean {
  switch (record['type']) {
    case 'assistant':
      return isLogged(record['model_id']) && isLogged(record['content']);
    case 'tool_result':
      return isLogged(record['tool_call_id']) && isLogged(record['content']);
    case 'backend_tool_call':
      return isObject(record['kind']);
    case 'system':
    case 'user':
      return isLogged(record['content']);
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
