import * as z from 'zod';
import sql from './claude-code.sql';
import type { Dialect } from './dialect.ts';
import { type Fields, fieldsOf, isLogged } from './fields.ts';
import { asksForTools } from './toolColumns.ts';

/** Records without a uuid, by the field that makes them Claude Code's. */
const fieldOfType: Readonly<Record<string, string>> = {
  summary: 'leafUuid',
  'file-history-snapshot': 'messageId',
  started: 'agentId',
  result: 'agentId',
};

function hasMessage(record: Fields, ...fields: string[]): boolean {
  const message = record['message'];
  return (
    typeof message === 'object' &&
    message !== null &&
    fields.some((field) => isLogged((message as Fields)[field]))
  );
}

/** Notes about a session have no uuid and a compound name (`ai-title`); a flat log names its model beside such a type. */
function isSessionNote(record: Fields, type: string): boolean {
  return (
    isLogged(record['sessionId']) &&
    !isLogged(record['model']) &&
    (type.includes('-') || ['mode', 'relocated', 'tag'].includes(type))
  );
}

/** `agent-<id>.meta.json`, beside a sub-agent's transcript. */
const isAgentMeta = (record: Fields) => isLogged(record['agentType']) && isLogged(record['spawnDepth']);

/** The same cases, in the same order, as `own_type` in the SELECT. */
function isTranscript(record: Fields): boolean {
  const type = record['type'];
  if (!isLogged(type))
    return isLogged(record['sessionId']) ? hasMessage(record, 'usage') : isAgentMeta(record);
  if (isLogged(record['sessionId']) && isLogged(record['uuid']))
    return !hasMessage(record, 'parts') && !isLogged(record['systemPayload']);
  if (type === 'assistant' || type === 'user') return hasMessage(record, 'role', 'usage');
  const field = fieldOfType[String(type)];
  return field === undefined ? isSessionNote(record, String(type)) : isLogged(record[field]);
}

/** Records that no model wrote, as the versions up to 2.1.220 name them. */
const others = [
  ...[
    'user',
    'system',
    'progress',
    'summary',
    'synthetic',
    'file-history-snapshot',
    'queue-operation',
    'attachment',
  ],
  ...['ai-title', 'custom-title', 'agent-name', 'tag', 'mode', 'permission-mode', 'last-prompt', 'pr-link'],
  ...['worktree-state', 'bridge-session', 'relocated', 'started', 'result', 'agent-meta'],
];

/** Did more than the message itself use tokens? */
const isIterated = (record: Fields): boolean =>
  /"(advisor_message|compaction)"/.test(
    JSON.stringify(fieldsOf(fieldsOf(record['message'])['usage'])['iterations'] ?? ''),
  );

/** Transcripts that Claude Code keeps under `~/.claude/projects/<project>/`, sub-agents' files included. */
export const claudeCode: Dialect = {
  name: 'claude-code',
  record: z
    .looseObject({})
    .refine(
      isTranscript,
      'expected sessionId and uuid beside type, or a type that Claude Code logs without them',
    ),
  sql,
  others,
  parameters: (sample, wanted, trust) => ({
    with_tools: asksForTools(wanted),
    with_iterations: trust === undefined || sample.some(isIterated),
  }),
};
