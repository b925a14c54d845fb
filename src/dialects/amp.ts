import sql from './amp.sql';
import type { Dialect } from './dialect.ts';
import { type Fields, isLogged, isObject } from './fields.ts';
import { recordThat } from './recordThat.ts';

const usageOfMessage = /"(inputTokens|outputTokens|totalTokens|messageId)"/;

/** The same cases as `own_type` in the SELECT. */
function isThread(record: Fields): boolean {
  const { id, messages, usageLedger } = record;
  if (!isLogged(id)) return false;
  if (isObject(usageLedger)) return true;
  return Array.isArray(messages) && usageOfMessage.test(JSON.stringify(messages));
}

/** Threads that Amp keeps under `~/.local/share/amp/threads/`, one document each. */
export const amp: Dialect = {
  name: 'amp',
  record: recordThat(isThread, 'a thread of Amp: id beside usageLedger, or messages with usage'),
  sql,
  others: ['thread'],
};
