import sql from './antigravity.sql';
import type { Dialect } from './dialect.ts';
import { type Fields, isLogged } from './fields.ts';
import { recordThat } from './recordThat.ts';
import { sessionsOf } from './sessionName.ts';

/** The same case as `own_type` in the SELECT. */
const isStep = (record: Fields): boolean =>
  ['step_index', 'source', 'type', 'created_at'].every((field) => isLogged(record[field]));

/** Transcripts of Antigravity's agent, a step a line; they hold no tokens. */
export const antigravity: Dialect = {
  name: 'antigravity',
  record: recordThat(isStep, 'step_index, source, type and created_at'),
  sql,
  others: [
    ...['USER_INPUT', 'SYSTEM_MESSAGE', 'EPHEMERAL_MESSAGE', 'ERROR_MESSAGE', 'GENERIC', 'CHECKPOINT'],
    ...['CONVERSATION_HISTORY', 'KNOWLEDGE_ARTIFACTS', 'TASK_BOUNDARY', 'NOTIFY_USER'],
  ],
  isSequential: true,
  parameters: (_sample, _wanted, _trust, names) => sessionsOf(names),
};
