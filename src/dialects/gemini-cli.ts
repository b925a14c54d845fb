import type { Dialect } from './dialect.ts';
import sql from './gemini-cli.sql';
import { type Fields, isFields, isThere, recordThat } from './recordThat.ts';
import { sessionsOf } from './sessionName.ts';

/** The same cases as `own_type` in the SELECT. */
function isSession(record: Fields): boolean {
  if (isThere(record['$set']) || isThere(record['$rewindTo'])) return true;
  const { type, messages, history } = record;
  if (!isThere(type)) {
    if (!isThere(record['lastUpdated'])) return false;
    const isHeader = isThere(record['startTime']) && isThere(record['sessionId']);
    return isHeader ? !isThere(messages) || Array.isArray(messages) : Array.isArray(history);
  }
  return isMessage(record);
}

function isMessage(record: Fields): boolean {
  const isIdentified = isThere(record['id']) && isThere(record['timestamp']);
  if (!isIdentified || isThere(record['message']) || isThere(record['parentId'])) return false;
  if (record['type'] === 'gemini') return isFields(record['tokens']) || isThere(record['content']);
  const isNote = ['user', 'info', 'error', 'warning'].includes(String(record['type']));
  return isNote && isThere(record['content']) && !isThere(record['model']);
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
