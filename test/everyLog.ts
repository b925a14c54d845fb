import { log } from './run.ts';

/** A log with one of everything that sums go wrong by: roll-ups, copies, unpriced models, orphans, tags, no ids, no time. */
export function everyLog(): string {
  return log([
    ...rolledUp,
    ...tagged,
    {
      trace_id: 'free',
      span_id: 'a',
      model: 'llama-on-my-desk',
      input_tokens: 900,
      output_tokens: 90,
      ...at(3),
    },
    {
      trace_id: 'free',
      span_id: 'b',
      model: 'llama-on-my-desk',
      input_tokens: 100,
      ...at(4),
      status: 'error',
    },
    { trace_id: 'lost', span_id: 'a', parent_span_id: 'gone', ...call, ...at(5), session_id: 's-2' },
    { trace_id: 'paid', span_id: 'a', ...call, cost_usd: 0.123456789012, ...at(26), feature: 'chat' },
    { trace_id: 'paid', span_id: 'b', ...call, cost_usd: 0, ...at(27), feature: 'chat' },
    { trace_id: 'twice', span_id: 'a', ...call, output_tokens: 1, ...at(50) },
    { trace_id: 'twice', span_id: 'a', ...call, ...at(50) },
    // No id: an equal line is another call.
    { ...call, ...at(51) },
    { ...call, ...at(51) },
    { trace_id: 'untimed', span_id: 'a', ...call },
    { trace_id: 'tool', span_id: 'a', kind: 'tool', tool: 'grep', latency_ms: 12, ...at(52) },
    {
      trace_id: 'tool',
      span_id: 'b',
      kind: 'tool',
      tool: 'grep',
      latency_ms: 15,
      status: 'error',
      ...at(53),
    },
  ]);
}

/** $3 and $15 per million tokens: 1,000 and 100 come to $0.0045. */
const call = { model: 'claude-sonnet-4-5', provider: 'anthropic', input_tokens: 1000, output_tokens: 100 };

/** So many hours into 1 November 2026. */
function at(hours: number) {
  return { timestamp: new Date(Date.UTC(2026, 10, 1, hours, 30)).toISOString() };
}

const rolledUp = [
  {
    trace_id: 'rolled',
    span_id: 'root',
    kind: 'agent',
    name: 'run',
    input_tokens: 2500,
    output_tokens: 250,
    ...at(0),
  },
  { trace_id: 'rolled', span_id: 'a', parent_span_id: 'root', name: 'plan', ...call, ...at(0) },
  { trace_id: 'rolled', span_id: 'b', parent_span_id: 'root', name: 'act', ...call, ...at(1) },
];

const tagged = [
  {
    trace_id: 'tags',
    span_id: 'a',
    ...call,
    ...at(2),
    tags: ['team:red', 'team:blue', 'beta'],
    project: 'p',
  },
  { trace_id: 'tags', span_id: 'b', ...call, ...at(2), tags: ['team=blue'], project: 'p', user_id: 'u' },
  { trace_id: 'tags', span_id: 'c', ...call, ...at(2), tags: ['beta'], project: 'q', environment: 'prod' },
];
