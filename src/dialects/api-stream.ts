import sql from './api-stream.sql';
import type { Dialect } from './dialect.ts';
import { type Fields, fieldsOf, isLogged, isObject, isText } from './fields.ts';
import macros from './json-macros.sql';
import { logsAny } from './keys.ts';
import { recordThat } from './recordThat.ts';
import { sessionsOf } from './sessionName.ts';

/** The same cases, in the same order, as `own_type` in the SELECT. */
function isEvent(record: Fields): boolean {
  switch (record['type']) {
    case 'message_start':
      return isObject(fieldsOf(record['message'])['usage']);
    case 'message_delta':
    case 'content_block_delta':
      return isObject(record['delta']);
    case 'content_block_start':
      return isObject(record['content_block']);
    default:
      return !logsAny(record, 'id', 'model', 'message') && isPlainEvent(record);
  }
}

function isPlainEvent({ type, index, error }: Fields): boolean {
  if (type === 'content_block_stop') return isLogged(index);
  if (type === 'error') return isText(fieldsOf(error)['type']);
  return type === 'message_stop' || type === 'ping';
}

/** The events in which Anthropic's API streams a message, as its SDKs and proxies log them. */
export const apiStream: Dialect = {
  name: 'api-stream',
  record: recordThat(isEvent, 'an event of a streamed message: message_start, message_delta …'),
  sql,
  macros: [macros],
  others: [
    ...['message_start', 'message_delta', 'message_stop', 'ping'],
    ...['content_block_start', 'content_block_delta', 'content_block_stop'],
  ],
  isSequential: true,
  parameters: (_sample, _wanted, _trust, names) => sessionsOf(names),
};
