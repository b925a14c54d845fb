import type { Dialect } from './dialect.ts';
import { type Fields, isLogged, isObject } from './fields.ts';
import sql from './kimi.sql';
import { recordThat } from './recordThat.ts';
import { sessionsOf } from './sessionName.ts';

const family =
  /^(config|tools|turn|context|llm|usage|permission|plan_mode|full_compaction|micro_compaction|profile|plugin|runtime|token_counting|session|agent|goal)\.[a-z_]+$/;

/** The same cases as `own_type` in the SELECT: lines of Kimi Code, of the older Kimi CLI, and the session's state. */
function isWire(record: Fields): boolean {
  const { type, message } = record;
  if (type === 'metadata') return isLogged(record['protocol_version']);
  if (isLogged(type)) {
    const isOthers = ['trace_id', 'span_id', 'data'].some((field) => isLogged(record[field]));
    return family.test(String(type)) && isLogged(record['time']) && !isOthers;
  }
  if (isLogged(message))
    return (
      isObject(message) &&
      isLogged(message['type']) &&
      isLogged(message['payload']) &&
      isLogged(record['timestamp'])
    );
  return isObject(record['agents']) && isLogged(record['createdAt']) && isLogged(record['workDir']);
}

/** Records that tell of no call: of Kimi Code up to wire protocol 1.9, of the Kimi CLI, and the session's state. */
const others = [
  ...['metadata', 'state', 'tool_result', 'turn.prompt', 'turn.steer', 'turn.cancel', 'turn.ended'],
  ...['config.update', 'tools.set_active_tools', 'tools.update_store', 'llm.request', 'llm.tools_snapshot'],
  ...['context.append_loop_event', 'context.append_message', 'context.apply_compaction', 'context.clear'],
  ...['context.undo', 'full_compaction.begin', 'full_compaction.complete', 'full_compaction.cancel'],
  ...['micro_compaction.apply', 'permission.set_mode', 'permission.record_approval_result', 'usage.record'],
  ...['plan_mode.enter', 'plan_mode.exit', 'plan_mode.cancel', 'profile.bind', 'plugin.session_start'],
  ...['runtime.set_binding', 'token_counting.turn_recorded', 'token_counting.measured', 'goal.update'],
  ...['session.fork', 'session.start', 'agent.spawn'],
  ...[
    'TurnBegin',
    'TurnEnd',
    'StepBegin',
    'StepInterrupted',
    'CompactionBegin',
    'CompactionEnd',
    'SteerInput',
  ],
  ...[
    'StatusUpdate',
    'ContentPart',
    'ToolCall',
    'ToolCallPart',
    'ToolResult',
    'ToolCallRequest',
    'SubagentEvent',
  ],
  ...['ApprovalRequest', 'ApprovalResponse', 'ApprovalRequestResolved', 'QuestionRequest', 'Notification'],
  ...[
    'HookTriggered',
    'HookResolved',
    'MCPLoadingBegin',
    'MCPLoadingEnd',
    'PlanDisplay',
    'BtwBegin',
    'BtwEnd',
  ],
];

/** Sessions that Kimi Code keeps under `~/.kimi-code/sessions/`, and the Kimi CLI under `~/.kimi/sessions/`. */
export const kimi: Dialect = {
  name: 'kimi',
  record: recordThat(isWire, 'a line of wire.jsonl: type and time, or message.type and timestamp'),
  sql,
  others,
  isSequential: true,
  parameters: (_sample, _wanted, _trust, names) => sessionsOf(names),
};
