/** Numbers from 0 to 1 that look random and are the same everywhere. */
function randomOf(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const models = ['gpt-4o', 'gpt-4o-mini', 'claude-sonnet-4-5-20250929', 'claude-haiku-4-5', 'gemini-2.5-pro'];
const features = ['chat', 'summary', 'search', 'triage'];
const tools = ['search_docs', 'get_ticket', 'lookup_customer'];

/** Records of a home-made log: traces of an agent, its calls and their tools; another `seed` gives other traces. */
export function* records(count, seed = 'first') {
  const random = randomOf([...seed].reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), 7));
  const pick = (list) => list[Math.floor(random() * list.length)];
  const hex = () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  let clock = Date.UTC(2026, 10, 1);
  for (let made = 0; made < count; ) {
    const trace = {
      trace_id: hex() + hex() + hex() + hex(),
      feature: pick(features),
      user_id: `user-${Math.floor(random() * 5000)}`,
    };
    const root = hex() + hex();
    const turns = 1 + Math.floor(random() * 6);
    clock += Math.floor(random() * 4000);
    const at = (seconds) => new Date(clock + seconds * 1000).toISOString();
    yield {
      timestamp: at(0),
      ...trace,
      span_id: root,
      name: 'answer',
      kind: 'agent',
      latency_ms: turns * 2400,
      status: 'ok',
    };
    made += 1;
    for (let turn = 0; turn < turns && made < count; turn += 1, made += 1) {
      const [prompt, read] = [800 + Math.floor(random() * 9000), random() < 0.6 ? 600 : 0];
      yield {
        timestamp: at(turn * 2),
        ...trace,
        span_id: hex() + hex(),
        parent_span_id: root,
        name: 'chat',
        kind: 'llm',
        model: pick(models),
        input_tokens: prompt,
        cache_read_tokens: read,
        output_tokens: 50 + Math.floor(random() * 500),
        latency_ms: 300 + Math.floor(random() * 3000),
        status: 'ok',
      };
      if (turn === turns - 1 || made + 1 >= count) continue;
      made += 1;
      yield {
        timestamp: at(turn * 2 + 1),
        ...trace,
        span_id: hex() + hex(),
        parent_span_id: root,
        name: 'tool',
        kind: 'tool',
        tool_name: pick(tools),
        arguments: { query: hex(), limit: Math.floor(random() * 50) },
        latency_ms: Math.floor(random() * 800),
        status: random() < 0.05 ? 'error' : 'ok',
      };
    }
  }
}
