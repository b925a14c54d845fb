/** Records as Claude Code writes them: an answer of the main agent, and one of a sub-agent inside a progress record. */

export const envelope = {
  uuid: 'u-1',
  parentUuid: null,
  sessionId: 's-1',
  isSidechain: false,
  timestamp: '2026-03-02T09:00:06.222Z',
};
const usage = {
  input_tokens: 4,
  cache_read_input_tokens: 500,
  cache_creation_input_tokens: 300,
  cache_creation: { ephemeral_5m_input_tokens: 100, ephemeral_1h_input_tokens: 200 },
  output_tokens: 260,
  service_tier: 'standard',
};
export const message = {
  id: 'msg_1',
  role: 'assistant',
  model: 'claude-opus-4-6',
  content: [{ type: 'text', text: 'Hi.' }],
  stop_reason: 'end_turn',
  usage,
};
export const answer = { ...envelope, type: 'assistant', requestId: 'req_1', version: '2.1.42', message };
export const withTools = {
  columns: new Set(['tool_name', 'arguments', 'output_digest', 'output_sketch', 'is_error']),
  map: {},
};

export const inner = {
  type: 'assistant',
  requestId: 'req_2',
  timestamp: '2026-03-02T09:00:07.000Z',
  message: { ...message, id: 'msg_2' },
};
export const progress = {
  ...envelope,
  type: 'progress',
  parentToolUseID: 'toolu_task',
  toolUseID: 'agent_msg_1',
  data: { type: 'agent_progress', agentId: 'a683f63', prompt: 'Search.', message: inner },
};
