import sql from './copilot-cli.sql';
import type { Dialect } from './dialect.ts';
import { type Fields, isLogged } from './fields.ts';
import jsonMacros from './json-macros.sql';
import { logsAll } from './keys.ts';
import macros from './otel-macros.sql';
import { recordThat } from './recordThat.ts';
import { sessionsOf } from './sessionName.ts';

const family =
  /^(session|user|assistant|model|system|tool|hook|subagent|skill|permission|elicitation)\.[a-z_]+$/;

/** The same case as `own_type` in the SELECT. */
function isEvent(record: Fields): boolean {
  if (record['type'] === 'result') return logsAll(record, 'sessionId', 'timestamp', 'exitCode');
  const isWhole = ['id', 'timestamp', 'data'].every((field) => isLogged(record[field]));
  return isWhole && (record['type'] === 'abort' || family.test(String(record['type'])));
}

/** Events of a session that tell of no call, as the versions up to 1.0.87 name them. */
const others = [
  ...['start', 'resume', 'info', 'warning', 'idle', 'shutdown', 'truncation', 'model_change', 'mode_changed'],
  ...['usage_checkpoint', 'usage_info', 'auto_mode_resolved', 'context_changed', 'title_changed', 'handoff'],
  ...['compaction_start', 'compaction_complete', 'snapshot_rewind', 'task_complete', 'plan_changed'],
  ...['workspace_file_changed', 'import_legacy', 'remote_steerable_changed', 'tools_updated', 'error'],
]
  .map((name) => `session.${name}`)
  .concat(
    ...['user.message', 'system.message', 'system.notification', 'abort', 'tool_result', 'skill.invoked'],
    ...['assistant.message', 'assistant.turn_start', 'assistant.turn_end', 'assistant.intent'],
    ...[
      'assistant.reasoning',
      'assistant.reasoning_delta',
      'assistant.message_delta',
      'assistant.message_start',
    ],
    ...[
      'assistant.streaming_delta',
      'tool.user_requested',
      'tool.execution_progress',
      'hook.start',
      'hook.end',
    ],
    ...['tool.execution_partial_result', 'subagent.started', 'subagent.completed', 'subagent.failed'],
    ...['subagent.selected', 'subagent.deselected', 'permission.requested', 'permission.completed'],
    ...[
      'elicitation.requested',
      'elicitation.completed',
      'model.message',
      'model.messages_snapshot',
      'result',
    ],
    ...['session.mcp_servers_loaded', 'session.mcp_server_status_changed', 'session.skills_loaded'],
  );

/** `events.jsonl` of the sessions that the Copilot CLI keeps under `~/.copilot/session-state/`. */
export const copilotCli: Dialect = {
  name: 'copilot-cli',
  record: recordThat(isEvent, 'an event of the Copilot CLI: type, data, id and timestamp'),
  sql,
  macros: [macros, jsonMacros],
  others,
  isSequential: true,
  parameters: (_sample, _wanted, _trust, names) => sessionsOf(names),
};
