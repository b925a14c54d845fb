import sql from './cursor.sql';
import type { Dialect } from './dialect.ts';
import { type Fields, isLogged, isObject } from './fields.ts';
import { recordThat } from './recordThat.ts';
import { sessionsOf } from './sessionName.ts';

/** The same cases as `own_type` in the SELECT. */
function isTurn(record: Fields): boolean {
  const { type, message } = record;
  if (isLogged(record['timestamp']) || isLogged(record['id']) || isLogged(record['sessionId'])) return false;
  if (type === 'turn_ended') return isLogged(record['status']);
  const isSaid = !isLogged(type) && ['user', 'assistant'].includes(String(record['role']));
  return isSaid && isObject(message) && Array.isArray(message['content']) && !isLogged(message['usage']);
}

/** Transcripts of Cursor's agent under `~/.cursor/projects/<project>/agent-transcripts/`; they hold no tokens and no times. */
export const cursor: Dialect = {
  name: 'cursor',
  record: recordThat(isTurn, 'role beside message.content, or turn_ended'),
  sql,
  others: ['user', 'turn_ended'],
  isSequential: true,
  parameters: (_sample, _wanted, _trust, names) => sessionsOf(names),
};
