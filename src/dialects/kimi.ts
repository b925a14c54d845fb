import type { Dialect } from './dialect.ts';
import sql from './kimi.sql';
import { type Fields, isFields, isThere, recordThat } from './recordThat.ts';
import { sessionsOf } from './sessionName.ts';

const family =
  /^(config|tools|turn|context|llm|usage|permission|plan_mode|full_compaction|micro_compaction|profile|plugin|runtime|token_counting|session|agent|goal)\.[a-z_]+$/;

/** The same cases as `own_type` in the SELECT: lines of Kimi Code, of the older Kimi CLI, and the session's state. */
function isWire(record: Fields): boolean {
  const { type, message } = record;
  if (type === 'metadata') return isThere(record['protocol_version']);
  if (isThere(type)) {
    const isOthers = ['trace_id', 'span_id', 'data'].some((field) => isThere(record[field]));
    return family.test(String(type)) && isThere(record['time']) && !isOthers;
  }
  if (isThere(message))
    return (
      isFields(message) &&
      isThere(message['type']) &&
      isThere(message['payload']) &&
      isThere(record['timestamp'])
    );
  return isFields(record['agents']) && isThere(record['createdAt']) && isThere(record['workDir']);
}

/** Sessions that Kimi Code keeps under `~/.kimi-code/sessions/`, and the Kimi CLI under `~/.kimi/sessions/`. */
export const kimi: Dialect = {
  name: 'kimi',
  record: recordThat(isWire, 'a line of wire.jsonl: type and time, or message.type and timestamp'),
  sql,
  isSequential: true,
  parameters: (_sample, _wanted, _trust, names) => sessionsOf(names),
};
