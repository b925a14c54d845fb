import sql from './copilot-cli.sql';
import type { Dialect } from './dialect.ts';
import { type Fields, isLogged } from './fields.ts';
import { recordThat } from './recordThat.ts';
import { sessionsOf } from './sessionName.ts';

const family = /^(session|user|assistant|system|tool|hook|subagent|skill|permission|elicitation)\.[a-z_]+$/;

/** The same case as `own_type` in the SELECT. */
function isEvent(record: Fields): boolean {
  const isWhole = ['id', 'timestamp', 'data'].every((field) => isLogged(record[field]));
  return isWhole && (record['type'] === 'abort' || family.test(String(record['type'])));
}

/** `events.jsonl` of the sessions that the Copilot CLI keeps under `~/.copilot/session-state/`. */
export const copilotCli: Dialect = {
  name: 'copilot-cli',
  record: recordThat(isEvent, 'an event of the Copilot CLI: type, data, id and timestamp'),
  sql,
  isSequential: true,
  parameters: (_sample, _wanted, _trust, names) => sessionsOf(names),
};
