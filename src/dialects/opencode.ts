import type { Dialect } from './dialect.ts';
import { type Fields, isLogged } from './fields.ts';
import sql from './opencode.sql';
import { recordThat } from './recordThat.ts';

const partTypes = [
  ...[
    'text',
    'tool',
    'reasoning',
    'file',
    'step-start',
    'step-finish',
    'patch',
    'snapshot',
    'agent',
    'retry',
  ],
  ...['subtask', 'compaction'],
];

/** The same cases as `own_type` in the SELECT. */
function isStored(record: Fields): boolean {
  if (!isLogged(record['id'])) return false;
  if (isLogged(record['sessionID']) && isLogged(record['role'])) return true;
  if (isLogged(record['projectID']) && isLogged(record['time'])) return true;
  if (!partTypes.includes(String(record['type']))) return false;
  return isLogged(record['messageID']) || (isLogged(record['text']) && isLogged(record['time']));
}

/** What opencode keeps under `~/.local/share/opencode/storage/`: a file for each session, message and part of a message. */
export const opencode: Dialect = {
  name: 'opencode',
  record: recordThat(isStored, 'id beside sessionID and role, messageID and type, or projectID'),
  sql,
  others: ['session', 'user', 'system', ...partTypes],
};
