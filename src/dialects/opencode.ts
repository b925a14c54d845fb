import type { Dialect } from './dialect.ts';
import { type Fields, fieldsOf, isLogged, isText } from './fields.ts';
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

const eventTypes = ['step_start', 'text', 'reasoning', 'tool_use', 'step_finish'];

/** What `opencode run --format json` prints. */
const isEvent = ({ type, part }: Fields): boolean =>
  eventTypes.includes(String(type)) && isLogged(fieldsOf(part)['id']) && isText(fieldsOf(part)['messageID']);

/** The same cases as `own_type` in the SELECT. */
function isStored(record: Fields): boolean {
  if (isEvent(record)) return true;
  if (!isLogged(record['id'])) return false;
  if (isLogged(record['sessionID']) && isLogged(record['role'])) return true;
  if (isLogged(record['projectID']) && isLogged(record['time'])) return true;
  if (!partTypes.includes(String(record['type']))) return false;
  return isLogged(record['messageID']) || (isLogged(record['text']) && isLogged(record['time']));
}

/**
 * What opencode keeps under `~/.local/share/opencode/storage/`: a file for each session, message and part of a message; what it
 * exports; and what `opencode run --format json` prints.
 */
export const opencode: Dialect = {
  name: 'opencode',
  record: recordThat(
    isStored,
    'id beside sessionID and role, messageID and type, or projectID, or an event with its part',
  ),
  sql,
  others: ['session', 'user', 'system', ...partTypes, ...eventTypes],
};
