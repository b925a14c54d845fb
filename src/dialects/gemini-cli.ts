import type { Dialect } from './dialect.ts';
import { type Fields, isLogged, isObject } from './fields.ts';
import sql from './gemini-cli.sql';
import { recordThat } from './recordThat.ts';
import { sessionsOf } from './sessionName.ts';

/** The same cases as `own_type` in the SELECT. */
function isSession(record: Fields): boolean {
  if (isLogged(record['$set']) || isLogged(record['$rewindTo'])) return true;
  const { type, messages, history } = record;
  if (!isLogged(type)) {
    if (!isLogged(record['lastUpdated'])) return false;
    const isHeader = isLogged(record['startTime']) && isLogged(record['sessionId']);
    return isHeader ? !isLogged(messages) || Array.isArray(messages) : Array.isArray(history);
  }
  return isMessage(record);
}

function isMessage(record: Fields): boolean {
  const isIdentified = isLogged(record['id']) && isLogged(record['timestamp']);
  if (!isIdentified || isLogged(record['message']) || isLogged(record['parentId'])) return false;
  if (record['type'] === 'gemini') return isObject(record['tokens']) || isLogged(record['content']);
  const isNote = ['user', 'info', 'error', 'warning'].includes(String(record['type']));
  return isNote && isLogged(record['content']) && !isLogged(record['model']);
}

/** Sessions that the Gemini CLI keeps under `~/.gemini/tmp/<project>/chats/`: one document each, newer ones as lines. */
export const geminiCli: Dialect = {
  name: 'gemini-cli',
  record: recordThat(isSession, 'a session of the Gemini CLI, or a line of one'),
  sql,
  others: ['session', 'patch', 'rewind', 'user', 'info', 'error', 'warning'],
  isSequential: true,
  parameters: (_sample, _wanted, _trust, names) => sessionsOf(names),
};
