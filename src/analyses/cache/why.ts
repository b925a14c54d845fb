import type { Row } from '../../report/report.ts';

/** The evidence for a cause, in a few words without any text of a prompt. */
export function whyOf(row: Row): string {
  if (row['provider_cause'] !== null) return `the provider says: ${String(row['cache_miss_reason'])}`;
  return evidence[String(row['cause'])]?.(row) ?? '';
}

type Tell = (row: Row) => string;

const changed: Tell = (row) => {
  if (row['base'] === null)
    return `only ${tokens(row['read_tokens'])} tokens were read, which other calls read too: the front`;
  const place = `block ${Number(row['shared_blocks']) + 1} of ${count(row['own_blocks'])} is another`;
  const shared = row['shared_tokens'];
  return shared === null ? place : `${place}; ${tokens(shared)} tokens before it are the same`;
};

const evidence: Readonly<Record<string, Tell>> = {
  never_enabled: (row) =>
    row['is_never_enabled'] === true
      ? 'no call of this conversation reads or writes the cache'
      : 'this call neither reads nor writes it, though others do',
  below_minimum: (row) => {
    const isDisputed = Number(row['input_tokens']) >= Number(row['minimum']);
    const least = isDisputed ? row['minimum_at_most'] : row['minimum'];
    return `${isDisputed ? 'probably: ' : ''}${tokens(row['input_tokens'])} tokens; cached are ${tokens(least)} or more`;
  },
  cold_start: () => '',
  model_switch: (row) => `${row['before_model'] ?? '–'} → ${row['model'] ?? '–'}`,
  history_shrunk: (row) =>
    `${row['is_compacted'] === true ? 'the log says that it was compacted: ' : ''}${tokens(row['input_before'])} → ${tokens(row['input_tokens'])} tokens`,
  ttl_expired: (row) => {
    const isSure = Number(row['base_gap_s']) > Number(row['lives_at_most_s']);
    return `${isSure ? '' : 'probably: '}${lasting(row['base_gap_s'])} after the call before; it lives ${lasting(row['lives_s'])}`;
  },
  tools_changed: (row) =>
    row['tools'] === row['base_tools']
      ? changed(row)
      : `${count(row['base_tools'])} → ${count(row['tools'])} tools; ${changed(row)}`,
  system_changed: changed,
  messages_changed: changed,
  front_changed: () => 'nothing was read',
  tail_changed: (row) => `${tokens(row['read_tokens'])} tokens were read, more than the front`,
  lookback: (row) =>
    `${count(Number(row['own_blocks']) - Number(row['base_blocks']))} blocks more than before; ${count(row['lookback'])} are looked back`,
  concurrent: () => 'began before the call before it had answered',
  unknown: (row) => `the same prompt, ${lasting(row['base_gap_s'])} later`,
};

const count = (value: Row[string] | undefined) => Number(value).toLocaleString('en');
const tokens = count;

/** `45 s`, `12 min`, `3.5 h`. */
function lasting(value: Row[string] | undefined): string {
  const seconds = Number(value);
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 6) / 10} min`;
  return `${Math.round(seconds / 360) / 10} h`;
}
