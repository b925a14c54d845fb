import type { Row, Section } from '../../report/report.ts';
import type { Store } from '../../store/store.ts';
import causesQuery from './causes.sql';

/** What each cause is, for a person; in the order in which they are looked for. */
const causes: Readonly<Record<string, string>> = {
  never_enabled: 'the request asks for no caching, though its prompt goes on from the one before',
  below_minimum: 'the prompt is shorter than what the model caches',
  cold_start: 'the first call of a conversation: nothing was there to be read',
  model_switch: 'another model answers than before; each has its own cache',
  history_shrunk: 'the history was cut down or summed up',
  ttl_expired: 'the pause was longer than the entry lives',
  tools_changed: 'the tool definitions are not those of the call before',
  system_changed: 'the system prompt is not that of the call before',
  messages_changed: 'a message of the history is not what it was',
  front_changed: 'nothing was read: the tools or the system prompt changed, or the entry was evicted',
  tail_changed: 'only the front was read: something within the history changed',
  lookback: 'the prompt is the same, but grew by more blocks than are looked back for an entry',
  concurrent: 'the call before had not answered yet, so its entry was not there',
  unknown: 'the same prompt, in time, and yet not read: on the side of the provider',
};

/** What each cause cost, the dearest first. */
export async function causesOf(store: Store): Promise<Section> {
  const rows = await store.rows(causesQuery);
  return {
    key: 'causes',
    title: 'causes',
    gist: 'causes: nothing was missed',
    telling: rows.filter(({ lost_tokens }) => Number(lost_tokens) > 0).length,
    columns: [
      { key: 'cause', unit: 'text', show: 'always' },
      { key: 'calls', unit: 'count', show: 'always' },
      { key: 'lost_tokens', title: 'lost tokens', unit: 'tokens' },
      { key: 'lost_usd', title: 'lost', unit: 'usd', show: 'always', atLeastIf: 'unpriced_misses' },
      { key: 'avoidable_usd', title: 'avoidable', unit: 'usd', atLeastIf: 'unpriced_misses' },
      { key: 'meaning', unit: 'text', wraps: true },
    ],
    rows: rows.map((row): Row => ({ ...row, meaning: causes[String(row['cause'])] ?? null })),
  };
}
