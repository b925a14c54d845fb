import type { Dialect } from './dialect.ts';
import { type Fields, isLogged } from './fields.ts';
import sql from './hermes.sql';
import { recordThat } from './recordThat.ts';

/** The same case as `own_type` in the SELECT. */
const isSession = (record: Fields): boolean =>
  ['session_id', 'session_start', 'last_updated'].every((field) => isLogged(record[field])) &&
  Array.isArray(record['messages']);

/** Sessions of the Hermes agent under `~/.hermes/sessions/`, one document each; they hold no tokens. */
export const hermes: Dialect = {
  name: 'hermes',
  record: recordThat(isSession, 'session_id, session_start, last_updated and messages'),
  sql,
  others: ['session'],
};
