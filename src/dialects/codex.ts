import sql from './codex.sql';
import type { Dialect } from './dialect.ts';
import { type Fields, isLogged, isObject } from './fields.ts';
import { recordThat } from './recordThat.ts';
import { sessionsOf } from './sessionName.ts';

const kinds = [
  ...['session_meta', 'turn_context', 'response_item', 'event_msg', 'compacted', 'world_state'],
  ...['token_usage_record', 'inter_agent_communication', 'inter_agent_communication_metadata'],
];

/** The rollouts up to August 2025 hold items of the Responses API as they stand, below a line of session data. */
function isBareItem(record: Fields): boolean {
  const { type } = record;
  if (record['record_type'] === 'state') return !isLogged(type);
  if (!isLogged(type)) return isBareMeta(record);
  if (type === 'message') return isLogged(record['role']) && holdsResponseText(record['content']);
  if (type === 'reasoning') return Array.isArray(record['summary']) && !isLogged(record['status']);
  if (type === 'function_call') return isLogged(record['call_id']) && isLogged(record['name']);
  return (
    isLogged(record['call_id']) &&
    ['function_call_output', 'local_shell_call', 'custom_tool_call', 'custom_tool_call_output'].includes(
      String(type),
    )
  );
}

function isBareMeta(record: Fields): boolean {
  return (
    isLogged(record['id']) &&
    isLogged(record['timestamp']) &&
    !isLogged(record['model']) &&
    (isLogged(record['instructions']) || isObject(record['git']))
  );
}

function holdsResponseText(content: unknown): boolean {
  return Array.isArray(content) && /"(input|output)_text"/.test(JSON.stringify(content));
}

/** The same cases as `own_type` in the SELECT. */
function isRollout(record: Fields): boolean {
  if (!isLogged(record['payload'])) return isBareItem(record);
  return kinds.includes(String(record['type'])) || (isLogged(record['type']) && isLogged(record['ordinal']));
}

/** Record types that hold no usage, as the versions up to 0.146 name them: of events and items, their inner types. */
const others = [
  ...kinds,
  ...[
    'replay',
    'state',
    'token_count',
    'tool_result',
    'message',
    'reasoning',
    'ghost_snapshot',
    'compaction',
  ],
  ...['user_message', 'agent_message', 'agent_reasoning', 'agent_reasoning_raw_content', 'turn.completed'],
  ...[
    'agent_reasoning_section_break',
    'task_complete',
    'turn_aborted',
    'context_compacted',
    'item_completed',
  ],
  ...['exec_command_begin', 'exec_command_end', 'mcp_tool_call_begin', 'mcp_tool_call_end', 'web_search_end'],
  ...['web_search_begin', 'patch_apply_begin', 'patch_apply_end', 'view_image_tool_call', 'plan_update'],
  ...['image_generation_end', 'dynamic_tool_call_request', 'dynamic_tool_call_response', 'undo_completed'],
  ...['collab_agent_spawn_end', 'collab_agent_interaction_end', 'collab_waiting_end', 'collab_close_end'],
  ...['collab_resume_end', 'sub_agent_activity', 'thread_settings_applied', 'thread_name_updated'],
  ...['thread_goal_updated', 'thread_rolled_back', 'entered_review_mode', 'exited_review_mode', 'warning'],
  ...['guardian_assessment', 'account/rateLimits/updated', 'codex/event/raw_item', 'compaction_summary'],
];

/** Rollouts that the Codex CLI and its relatives keep under `~/.codex/sessions/` and `archived_sessions/`. */
export const codex: Dialect = {
  name: 'codex',
  record: recordThat(
    isRollout,
    'type and payload as in a rollout of Codex, or a bare item of the Responses API',
  ),
  sql,
  others,
  isSequential: true,
  parameters: (_sample, _wanted, _trust, names) => sessionsOf(names),
};
