import type { Dialect } from './dialect.ts';
import sql from './droid.sql';
import { type Fields, isLogged, isObject } from './fields.ts';
import { recordThat } from './recordThat.ts';
import { sessionsOf } from './sessionName.ts';

/** The same cases as `own_type` in the SELECT. */
function isRun(record: Fields): boolean {
  const { type, tokenUsage } = record;
  if (!isLogged(type)) return isObject(tokenUsage) && isLogged(tokenUsage['inputTokens']);
  if (!isLogged(record['session_id']) && !isLogged(record['sessionId'])) return false;
  if (isLogged(record['uuid'])) return false;
  const field: Readonly<Record<string, string>> = {
    system: 'cwd',
    message: 'text',
    tool_call: 'toolName',
    tool_result: 'value',
    completion: 'finalText',
    error: 'source',
  };
  return isLogged(record[field[String(type)] ?? '']);
}

/** What `droid exec --output-format stream-json` prints, and the totals in a session's `.settings.json`; its messages are read as pi's. */
export const droid: Dialect = {
  name: 'droid',
  record: recordThat(isRun, 'an event of droid exec, or the settings of a session with tokenUsage'),
  sql,
  others: ['system', 'message', 'tool_result', 'settings', 'completion'],
  isSequential: true,
  parameters: (_sample, _wanted, _trust, names) => sessionsOf(names),
};
