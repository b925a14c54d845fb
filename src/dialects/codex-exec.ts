import sql from './codex-exec.sql';
import type { Dialect } from './dialect.ts';
import { type Fields, isLogged } from './fields.ts';
import { recordThat } from './recordThat.ts';
import { sessionsOf } from './sessionName.ts';

/** The same cases as `own_type` in the SELECT. */
function isEvent(record: Fields): boolean {
  switch (record['type']) {
    case 'thread.started':
      return isLogged(record['thread_id']);
    case 'turn.started':
      return true;
    case 'turn.completed':
      return isLogged(record['usage']);
    case 'turn.failed':
      return isLogged(record['error']);
    case 'error':
      return isLogged(record['message']) && !isLogged(record['timestamp']) && !isLogged(record['model']);
    case 'item.started':
    case 'item.updated':
    case 'item.completed':
      return isLogged(record['item']);
    default:
      return false;
  }
}

/** What `codex exec --json` prints. */
export const codexExec: Dialect = {
  name: 'codex-exec',
  record: recordThat(
    isEvent,
    'an event of codex exec --json: thread.started, turn.completed, item.completed …',
  ),
  sql,
  others: [
    'thread.started',
    'turn.started',
    'turn.completed',
    'error',
    'item.started',
    'item.updated',
    'item.completed',
  ],
  isSequential: true,
  parameters: (_sample, _wanted, _trust, names) => sessionsOf(names),
};
